"""Files of banks and wallets, written as they are in the wild (LED-13)."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from ledger_model.statements import OTHER, RECEIPT, REFUND, RETURN, REVOCATION, StatementRow

from .imports import yuan

_WECHAT = ("交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,"
           "付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,"
           "退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注").split(",")
_WECHAT_TOTALS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
_ALIPAY = ("支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,"
           "对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,"
           "券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,"
           "分润（元）,备注").split(",")
_CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
OPENING_FEN = 1_000_000

# Line of the first row, by layout.
FIRST_LINES = {"WECHAT_PAY": 2, "ALIPAY": 6, "CSV": 2, "CAMT_053": 3}


@dataclass(frozen=True)
class StatementFile:
    """A file of a layout. `variant` chooses among the ways in which it may be written, `off_fen` is
    what its totals or balances are off."""

    layout: str
    account: str
    rows: tuple[StatementRow, ...]
    variant: int = 0
    off_fen: int = 0

    def content(self) -> bytes:
        return {"WECHAT_PAY": self._wechat, "ALIPAY": self._alipay, "CSV": self._table,
                "CAMT_053": self._camt}[self.layout]()

    # -- wallets -----------------------------------------------------------------------------------

    def _wechat(self) -> bytes:
        lines = [",".join(_WECHAT)]
        lines += [",".join(f"`{cell}" for cell in self._wechat_cells(row)) for row in self.rows]
        received = sum(r.fen for r in self.rows if r.kind in (RECEIPT, REVOCATION))
        refunded = sum(r.fen for r in self.rows if r.kind == REFUND)
        fees = sum(r.fee_fen for r in self.rows)
        totals = (len(self.rows), yuan(received + self.off_fen), yuan(refunded), "0.00",
                  yuan(fees), yuan(received), yuan(refunded))
        lines += [_WECHAT_TOTALS, ",".join(f"`{cell}" for cell in totals), ""]
        return "\r\n".join(lines).encode(("utf-8-sig", "utf-8")[self.variant % 2])

    def _wechat_cells(self, row: StatementRow) -> list[str]:
        refund = row.kind == REFUND
        state = {RECEIPT: "SUCCESS", REFUND: "REFUND", REVOCATION: "REVOKED"}[row.kind]
        received, refunded = ("0.00", yuan(row.fen)) if refund else (yuan(row.fen), "0.00")
        cells = {"交易时间": f"{row.date} 08:00:01", "商户号": self.account,
                 "微信订单号": row.order.removeprefix("M"), "商户订单号": row.order,
                 "交易类型": "JSAPI", "交易状态": state, "付款银行": "CMC", "货币种类": "CNY",
                 "应结订单金额": received, "代金券金额": "0.00",
                 "微信退款单号": row.number if refund else "0",
                 "商户退款单号": f"R{row.number}" if refund else "0", "退款金额": refunded,
                 "充值券退款金额": "0.00", "退款类型": "ORIGINAL" if refund else "",
                 "退款状态": ("SUCCESS" if row.is_final else "PROCESSING") if refund else "",
                 "商品名称": row.remark, "商户数据包": row.order_unit, "手续费": yuan(row.fee_fen),
                 "费率": "0.60%", "订单金额": received, "申请退款金额": refunded}
        return [cells.get(name, "") for name in _WECHAT]

    def _alipay(self) -> bytes:
        receipts = [r for r in self.rows if r.kind == RECEIPT]
        refunds = [r for r in self.rows if r.kind == REFUND]
        days = [r.date for r in self.rows]
        lines = ["#支付宝业务明细查询", f"#账号：[{self.account}]",
                 f"#起始日期：[{min(days):%Y年%m月%d日} 00:00:00]   "
                 f"终止日期：[{max(days):%Y年%m月%d日} 23:59:59]",
                 "#-----------------------------------------业务明细列表"
                 "----------------------------------------",
                 ",".join(_ALIPAY)]
        lines += [",".join(self._alipay_cells(row)) for row in self.rows]
        lines += ["#-----------------------------------------业务明细列表结束"
                  "------------------------------------",
                  f"#交易合计：{len(receipts)}笔，商家实收共"
                  f"{yuan(sum(r.fen for r in receipts) + self.off_fen)}元，商家优惠共0.00元",
                  f"#退款合计：{len(refunds)}笔，商家实收退款共"
                  f"-{yuan(sum(r.fen for r in refunds))}元，商家优惠退款共0.00元",
                  f"#导出时间：[{max(days):%Y年%m月%d日} 23:59:59]", ""]
        return "\r\n".join(lines).encode("gb18030")

    def _alipay_cells(self, row: StatementRow) -> list[str]:
        amount = yuan(row.fen) if row.kind == RECEIPT else f"-{yuan(row.fen)}"
        cells = {"支付宝交易号": row.order, "商户订单号": f"{row.order_unit} {row.order}".strip(),
                 "业务类型": "交易" if row.kind == RECEIPT else "退款", "商品名称": row.remark,
                 "创建时间": f"{row.date} 07:59:01", "完成时间": f"{row.date} 08:00:01",
                 "订单金额（元）": amount, "商家实收（元）": amount,
                 "退款批次号/请求号": row.number if row.kind == REFUND else "",
                 "服务费（元）": f"-{yuan(-row.fee_fen)}" if row.fee_fen else "0.00"}
        for name in _ALIPAY:
            if name not in cells:
                cells[name] = "0.00" if name.endswith("（元）") else ""
        return [f"{cells[name]}\t" for name in _ALIPAY]

    # -- banks -------------------------------------------------------------------------------------

    @property
    def _separator(self) -> str:
        return (",", ";", "|", "\t")[self.variant % 4]

    @property
    def mapping(self) -> dict[str, object] | None:
        """Of a table: which column is what."""
        if self.layout != "CSV":
            return None
        made: dict[str, object] = {
            "account": self.account, "separator": self._separator, "date_column": "日期",
            "date_format": ("", "YYYYMMDD")[self.variant % 2], "payer_column": "对方户名",
            "remark_columns": ["摘要"]}
        if self.variant % 3 == 0:
            made |= {"credit_column": "收入", "debit_column": "支出"}
        else:
            made["amount_column"] = "金额"
        if any(row.number for row in self.rows):
            made["external_id_column"] = "流水号"
        if self.variant % 2:
            made["end_marker"] = "合计"
        return made

    def _table(self) -> bytes:
        amounts = ["收入", "支出"] if self.variant % 3 == 0 else ["金额"]
        lines = [["日期", *amounts, "对方户名", "摘要", "流水号"]]
        for row in self.rows:
            date = str(row.date) if self.variant % 2 == 0 else f"{row.date:%Y%m%d}"
            amount = yuan(row.fen)
            cells = [f"{'-' if row.kind == OTHER else ''}{amount}"]
            if self.variant % 3 == 0:
                cells = ["", amount] if row.kind == OTHER else [amount, ""]
            lines.append([date, *cells, row.payer, row.remark, row.number])
        if self.variant % 2:
            lines.append(["合计"] + [""] * (len(lines[0]) - 1))
        text = "\n".join(self._separator.join(line) for line in lines)
        return text.encode(("utf-8", "gb18030", "utf-8-sig")[self.variant % 3])

    def _camt(self) -> bytes:
        version = 2 + self.variant % 12
        closing = OPENING_FEN + self.off_fen + sum(
            row.fen * (1 if row.kind == RECEIPT else -1) for row in self.rows if row.is_final)
        day = min(row.date for row in self.rows)
        text = (f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_CAMT}{version:02d}">'
                f"<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>"
                f"<Acct><Id><Othr><Id>{self.account}</Id></Othr></Id></Acct>"
                f"{_balance('OPBD', OPENING_FEN, day)}{_balance('CLBD', closing, day)}"
                f"{''.join(_entry(row, version) for row in self.rows)}\n"
                f"</Stmt></BkToCstmrStmt></Document>")
        return text.encode()


def _balance(code: str, fen: int, day: object) -> str:
    sign = "CRDT" if fen >= 0 else "DBIT"
    return (f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
            f'<Amt Ccy="CNY">{yuan(abs(fen))}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'
            f"<Dt><Dt>{day}</Dt></Dt></Bal>")


def _entry(row: StatementRow, version: int) -> str:
    state = "BOOK" if row.is_final else "PDNG"
    if version >= 4:
        state = f"<Cd>{state}</Cd>"
    payer = f"<Nm>{escape(row.payer)}</Nm>"
    if version >= 8:
        payer = f"<Pty>{payer}</Pty>"
    remark = f"<RmtInf><Ustrd>{escape(row.remark)}</Ustrd></RmtInf>" if row.remark else ""
    parties = f"<RltdPties><Dbtr>{payer}</Dbtr></RltdPties>" if row.payer else ""
    reversal = "<RvslInd>true</RvslInd>" if row.kind == RETURN else ""
    return (f'\n<Ntry><Amt Ccy="CNY">{yuan(row.fen)}</Amt>'
            f"<CdtDbtInd>{'CRDT' if row.kind == RECEIPT else 'DBIT'}</CdtDbtInd>{reversal}"
            f"<Sts>{state}</Sts><BookgDt><Dt>{row.date}</Dt></BookgDt>"
            f"<ValDt><Dt>{row.date}</Dt></ValDt><AcctSvcrRef>{row.number}</AcctSvcrRef>"
            f"<NtryDtls><TxDtls><Refs><EndToEndId>{row.order or 'NOTPROVIDED'}</EndToEndId></Refs>"
            f"{parties}{remark}</TxDtls></NtryDtls></Ntry>")
