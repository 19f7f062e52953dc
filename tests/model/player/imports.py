"""Files of opening bills and receipts (LED-13, LED-19), as they come: in several encodings, with a
Chinese or an English header."""

from dataclasses import dataclass
from typing import Any

from ledger_model.imports import Imported, Receipt, Row

from .client import messages
from .operations import FINANCE, OneOf, Operation, Played, person_of

_HEADERS = {
    "bills": {"en": "unit_id,fee_kind,period_start,period_end,due_date,principal,late_fee,costs",
              "zh": "房屋编号,费用种类,服务期起,服务期止,应缴日期,本金,违约金,催收费用"},
    "receipts": {"en": "external_reference,unit_id,unit_no,amount,method,received_date,"
                       "collector_id,collaborator_ids",
                 "zh": "流水号,房屋编号,房号,金额,支付方式,收款日期,收费员编号,协同人编号"}}
FEE_KINDS = {"property": "物业费", "parking": "停车费", "utilities": "公摊水电费"}
_METHODS = {"CASH": "现金", "BANK_TRANSFER": "银行转账", "WECHAT_PAY": "微信", "ALIPAY": "支付宝",
            "POS": "刷卡", "DIRECT_DEBIT": "代扣"}
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 BOM", "gb18030": "GB18030"}


def encoding_told(encoding: str, text: str) -> str:
    """What is found to be the encoding of a text: plain ASCII is UTF-8 too."""
    return ENCODINGS["utf-8" if encoding == "gb18030" and text.isascii() else encoding]


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _cells(row: Row) -> str:
    if isinstance(row, Receipt):
        return ",".join((row.reference, row.unit_id, "", yuan(row.fen), _METHODS[row.method],
                         str(row.received_date), row.collector_id, ""))
    fee = row.fee
    return ",".join((fee.unit_id, FEE_KINDS[fee.fee_kind], str(fee.period_start),
                     str(fee.period_end), str(fee.due_date), yuan(fee.fen),
                     yuan(row.late_fee_fen), yuan(row.cost_fen)))


@dataclass(frozen=True)
class ImportFile(Operation):
    project_id: str
    # "bills" or "receipts".
    kind: str
    rows: tuple[Row, ...]
    encoding: str = "utf-8"
    language: str = "zh"
    skip_bad_rows: bool = False
    validate_only: bool = False

    def content(self) -> bytes:
        lines = [_HEADERS[self.kind][self.language], *map(_cells, self.rows)]
        return "\r\n".join(lines).encode(self.encoding)

    def on_model(self, played: Played) -> Any:
        did: Imported = played.model.import_rows(self.name, self.project_id, self.rows,
                                                 self.skip_bad_rows, self.validate_only,
                                                 person_of(FINANCE))
        return (len(self.rows), 0 if self.validate_only else len(did.made), did.existing_count,
                [(line, OneOf(reasons)) for line, reasons in sorted(did.wrong.items())],
                ENCODINGS[self.encoding])

    def on_service(self, played: Played) -> Any:
        request = messages("import").ImportFileRequest(
            request_id=self.request_id, project_id=self.project_id,
            kind={"bills": 3, "receipts": 4}[self.kind], content=self.content(),
            skip_bad_rows=self.skip_bad_rows, validate_only=self.validate_only)
        answer = played.client.call(FINANCE, "Import.ImportFile", request)
        self._learn_payments(played)
        # The same request again is answered alike and books nothing.
        if played.client.call(FINANCE, "Import.ImportFile", request) != answer:
            return "the second answer differs"
        return (answer.row_count, answer.imported_count, answer.existing_count,
                [(line, frozenset(e.reason for e in answer.row_errors if e.line == line))
                 for line in sorted({e.line for e in answer.row_errors})], answer.encoding)

    def _learn_payments(self, played: Played) -> None:
        """The payments of a unit are listed in the order in which they were recorded."""
        made = [p for p in played.model.payments.values() if p.id.startswith(f"{self.name}/")]
        for unit_id in {p.unit_id for p in made}:
            answer = played.client.call(FINANCE, "Payment.ListPayments",
                                        messages("payment").ListPaymentsRequest(
                                            unit_id=unit_id, page_size=1000))
            new = [p.id for p in answer.payments if p.id not in played.names]
            for payment, service_id in zip((p for p in made if p.unit_id == unit_id), new):
                played.learn(payment.id, service_id)
