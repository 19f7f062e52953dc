"""Calls of the ledger by gRPC, with code that is generated from protos/ when the player starts."""

import importlib
import pathlib
import subprocess
import sys
from typing import Any

import grpc

from .installation import ROOT

PARTS = ("adjustment", "bank_statement", "billing", "cash", "clock", "close", "collection",
         "import", "organisation", "payment", "plan", "receipt", "reconciliation", "settlement",
         "statement", "wallet")


class CallRefused(Exception):
    """The service refused a call; `reason` is that of the error's details."""

    def __init__(self, code: str, reason: str, message: str) -> None:
        super().__init__(f"{code} {reason}: {message}")
        self.reason = reason


def generate(directory: pathlib.Path) -> None:
    """Generates messages and stubs, and makes them importable."""
    protos = ROOT / "protos"
    plugin = subprocess.run(["sh", "-c", "command -v grpc_python_plugin"], check=True, text=True,
                            capture_output=True).stdout.strip()
    files = [str(p.relative_to(protos)) for part in ("type", "ledger")
             for p in sorted((protos / "cuijiao" / part).rglob("*.proto"))]
    directory.mkdir(exist_ok=True)
    subprocess.run(["protoc", f"--proto_path={protos}", f"--python_out={directory}",
                    f"--grpc_out={directory}", f"--plugin=protoc-gen-grpc={plugin}", *files],
                   check=True)
    sys.path.insert(0, str(directory))


def messages(part: str) -> Any:
    """The messages of a proto of the ledger, such as `payment`."""
    return importlib.import_module(f"cuijiao.ledger.v1.{part}_pb2")


class Client:
    """Stubs of all services on one channel. A method is called as `client.call(who, "Service",
    request)`, where `who` names one of the tokens."""

    def __init__(self, address: str, tokens: dict[str, str]) -> None:
        self._channel = grpc.insecure_channel(address)
        self._tokens = tokens
        self._stubs: dict[str, Any] = {}
        for part in PARTS:
            module = importlib.import_module(f"cuijiao.ledger.v1.{part}_pb2_grpc")
            for name, make in vars(module).items():
                if name.endswith("Stub"):
                    self._stubs[name.removesuffix("ServiceStub")] = make(self._channel)

    def close(self) -> None:
        self._channel.close()

    def call(self, who: str, method: str, request: Any) -> Any:
        """`method` as "Payment.RecordPayment"; raises CallRefused."""
        try:
            return self._begin(who, method, request)
        except grpc.RpcError as error:
            raise _refused(error) from None

    def call_twice(self, who: str, method: str, request: Any) -> Any:
        """The same request again must be answered alike."""
        answer = self.call(who, method, request)
        if self.call(who, method, request) != answer:
            raise CallRefused("OK", "SECOND_ANSWER_DIFFERS", method)
        return answer

    def stream(self, who: str, method: str, request: Any) -> list[Any]:
        """All that a server's stream tells; raises CallRefused."""
        try:
            return list(self._begin(who, method, request))
        except grpc.RpcError as error:
            raise _refused(error) from None

    def _begin(self, who: str, method: str, request: Any) -> Any:
        service, name = method.split(".")
        return getattr(self._stubs[service], name)(
            request, timeout=60, metadata=(("authorization", f"Bearer {self._tokens[who]}"),))


def _refused(error: grpc.RpcError) -> CallRefused:
    return CallRefused(error.code().name, _reason(error), error.details())


def _reason(error: grpc.RpcError) -> str:
    module = importlib.import_module("cuijiao.type.v1.error_pb2")
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            return reason_of(module.Status.FromString(value))
    return ""


def reason_of(status: Any) -> str:
    """The reason that a status tells; empty for none."""
    module = importlib.import_module("cuijiao.type.v1.error_pb2")
    for detail in status.details:
        if detail.type_url.endswith("ErrorInfo"):
            return module.ErrorInfo.FromString(detail.value).reason
    return ""
