"""What the model keeps beside the books, on cases that can be reckoned by hand from the rules: cash,
payouts, finance's lists, statements, files of units and owners, the turn of the year."""

import datetime
import unittest

from ledger_model import Company, FeeSchedule, LedgerModel, Month, Refused
from ledger_model.organisation import Put
from ledger_model.plans import AnnualPlan
from ledger_model.reconciliation import FinanceRow
from ledger_model.register import OwnerFacts, OwnerRow, UnitFacts, UnitRow
from ledger_model.statements import RECEIPT, REFUND, RETURN, StatementRow
from ledger_model.wallets import PayoutOf
from player.dice import bill_id

Date = datetime.date
TODAY = Date(2017, 1, 20)


def ledger() -> LedgerModel:
    """Two units that owe 100.00 each month, due on the 11th; 2017-01-20, three months billed."""
    company = Company({"U1": "C1", "U2": "C1"}, {"C1": "P1"}, {"A1": "P1"},
                      {"U1": 10_000, "U2": 10_000}, frozenset({"S1", "F1", "G1"}))
    model = LedgerModel(company, Date(2017, 1, 5), bill_id, doors={"U1": ("U1", 1), "U2": ("U2", 1)},
                        owners={"O1": OwnerFacts("张伟"), "O2": OwnerFacts("李娜")})
    model.put_organisation((Put("owner", "U1", "O1", Date(2010, 1, 1)),
                            Put("owner", "U2", "O2", Date(2010, 1, 1))))
    model.put_schedules([FeeSchedule(u, "property", 1, 0, 10_000, 10, Date(2017, 1, 1))
                         for u in ("U1", "U2")])
    model.run_billing("C1", Month(2017, 1), Month(2017, 3))
    model.set_clock(TODAY)
    return model


def pay(model: LedgerModel, name: str, fen: int, method: str, unit_id: str = "U1",
        received: Date = TODAY, by: str = "S1", reference: str = "") -> None:
    model.record_payment(name, unit_id, fen, method, received, by_finance=True, recorded_by=by,
                         external_reference=reference)


class RefusalCase(unittest.TestCase):
    def setUp(self) -> None:
        self.model = ledger()

    def refused(self, reason: str, call, *arguments) -> None:
        with self.assertRaises(Refused) as caught:
            call(*arguments)
        self.assertIn(reason, caught.exception.reasons)


class Cash(RefusalCase):
    def setUp(self) -> None:
        super().setUp()
        pay(self.model, "p1", 3_000, "CASH")
        pay(self.model, "p2", 4_000, "CASH")

    def state(self, fen: int):
        return self.model.state_handover("h", "S1", TODAY, fen, "S1", False, None)

    def test_led_20_a_difference_stays_until_another_handover_makes_it_good(self) -> None:
        self.state(7_000)
        self.refused("SAME_PERSON", self.model.confirm_handover, "h", 7_000, "", "S1")
        self.refused("REASON_MISSING", self.model.confirm_handover, "h", 6_999, "", "F1")
        self.model.confirm_handover("h", 6_999, "a fen short", "F1")
        self.assertEqual(self.model.cash_positions()["S1"].difference_fen, -1)
        self.model.state_handover("good", "S1", TODAY, 1, "S1", False, None)
        self.model.confirm_handover("good", 1, "made good", "F1")
        self.assertEqual(self.model.cash_positions(), {})

    def test_led_20_what_was_reversed_is_taken_out_and_what_was_refunded_is_not(self) -> None:
        self.state(7_000)
        self.model.reverse_payment("p1")
        self.model.refund_payment("p2", 1_000)
        self.assertEqual(self.model.cash_positions()["S1"].in_hand_fen, 4_000)
        handover = self.model.confirm_handover("h", 4_000, "", "F1")
        self.assertEqual((handover.taken_out, handover.payment_ids), (["p1"], ["p2"]))

    def test_led_20_a_rejected_handover_leaves_its_cash_in_hand(self) -> None:
        self.state(7_000)
        self.refused("NOTHING_TO_HAND_OVER", self.state, 0)
        self.model.reject_handover("h", "again", "F1")
        self.assertEqual(self.state(7_000).payment_ids, ["p1", "p2"])


class Wallets(RefusalCase):
    def record(self, name: str, reference: str, net_fen: int, of: PayoutOf):
        return self.model.record_payout(name, "ALIPAY", "", TODAY, 5_000, 30, net_fen, reference, of,
                                        "F1")

    def test_led_20_a_payment_is_in_one_payout_less_what_was_paid_back(self) -> None:
        pay(self.model, "p1", 3_000, "ALIPAY", reference="T1")
        pay(self.model, "p2", 2_000, "ALIPAY", received=Date(2017, 1, 19))
        self.model.refund_payment("p1", 500)
        self.refused("PAYOUT_NET_WRONG", self.record, "o", "R1", 4_971, PayoutOf(("p1",)))
        payout = self.record("o", "R1", 4_970, PayoutOf(("p1",), ("T1",)))
        self.assertEqual(payout.settled, {"p1": 2_500})
        self.refused("PAYMENT_PAID_OUT", self.record, "o2", "R2", 4_970, PayoutOf((), ("T1",)))
        self.refused("PAYOUT_REFERENCE_TAKEN", self.record, "o2", "R1", 4_970, PayoutOf(("p2",)))
        of_days = PayoutOf(first=Date(2017, 1, 19), last=TODAY)
        self.assertEqual(self.record("o2", "R2", 4_970, of_days).settled, {"p2": 2_000})
        self.model.cancel_payout("o", "wrong")
        self.assertEqual([p.id for p in self.model.unsettled_payments()], ["p1"])


class Lists(RefusalCase):
    JANUARY = Month(2017, 1)

    def lay(self, *rows: FinanceRow):
        return self.model.lay_list(f"l{self.model.number}", "P1", self.JANUARY, rows, "F1")[0]

    def kinds(self, *rows: FinanceRow) -> list[tuple[str, int, str]]:
        return [(d.kind, d.line, d.payment_id) for d in self.lay(*rows).differences]

    def test_led_11_puts_every_row_and_payment_into_one_match_or_difference(self) -> None:
        pay(self.model, "p1", 3_000, "CASH")
        pay(self.model, "p2", 4_000, "CASH", "U2", reference="T2")
        by_unit = FinanceRow(3_000, unit_id="U1", received_date=TODAY)
        self.assertEqual(self.kinds(by_unit, FinanceRow(4_000, reference="T2")), [])
        self.assertEqual(self.kinds(by_unit, by_unit, FinanceRow(4_001, receipt_of="p2")),
                         [("UNSURE", 2, ""), ("UNSURE", 3, ""), ("AMOUNT_DIFFERS", 4, "p2"),
                          ("UNSURE", 0, "p1")])
        self.assertEqual(self.kinds(FinanceRow(4_000, receipt_of="p2", unit_id="U1"),
                                    FinanceRow(1, reference="T404")),
                         [("UNSURE", 2, "p2"), ("ONLY_WITH_FINANCE", 3, ""),
                          ("ONLY_IN_LEDGER", 0, "p1")])

    def test_led_11_a_month_closes_when_each_difference_is_accepted(self) -> None:
        pay(self.model, "p1", 3_000, "CASH")
        row = FinanceRow(2_999, receipt_of="p1")
        self.lay(row)
        self.model.set_clock(Date(2017, 2, 3))
        self.refused("RECONCILIATION_DIFFERENCES_OPEN", self.model.close_month, self.JANUARY, None)
        self.model.accept_difference("P1", self.JANUARY, 2, "p1", "a fen", "F1", None)
        self.lay(FinanceRow(2_998, receipt_of="p1"))
        self.refused("RECONCILIATION_DIFFERENCES_OPEN", self.model.close_month, self.JANUARY, None)
        self.lay(row)  # the same difference, whichever list says so
        self.model.close_month(self.JANUARY, None)
        self.model.reverse_payment("p1")
        frozen = self.model.reconciliation("P1", self.JANUARY)
        self.assertEqual(len(frozen.differences), len(self.model.accepted_of(frozen)))


class Statements(RefusalCase):
    def take(self, name: str, *rows: StatementRow, layout: str = "CSV"):
        return self.model.import_statement(name, layout, "P1", rows, "A", "BANK_TRANSFER", False,
                                           False)

    def row(self, number: str, remark: str = "", payer: str = "", fen: int = 777) -> StatementRow:
        return StatementRow(RECEIPT, number, fen, TODAY, f"E{number}", remark=remark, payer=payer)

    def test_led_13_books_what_is_certain_and_holds_what_is_not(self) -> None:
        self.assertIsNone(self.model.certain_unit("P1", self.row("5", "U2", fen=20_000)))
        self.model.set_clock(Date(2017, 3, 20))
        all_due = StatementRow(RECEIPT, "4", 30_000, Date(2017, 3, 20), remark="U2")
        rows = (self.row("1", "物业费 U1", "张伟"), self.row("2", "U1 U2"), self.row("3"), all_due)
        self.assertEqual([self.model.certain_unit("P1", r) for r in rows], ["U1", "", "", "U2"])
        taken = self.take("s", *rows)
        self.assertEqual((taken.count("BOOKED"), taken.fen("HELD")), (2, 1_554))
        self.assertEqual(self.take("again", *rows).existing_count, 4)
        changed = self.take("changed", self.row("1", fen=778))
        self.assertEqual(changed.wrong, {2: {"ROW_CHANGED"}})

    def test_led_13_rows_alike_are_known_by_how_many_there_are(self) -> None:
        row = self.row("")
        self.assertEqual(len(self.take("s", row).lines), 1)
        again = self.take("again", row, row)
        self.assertEqual((again.existing_count, len(again.lines)), (1, 1))

    def test_led_13_undoes_booked_orders_and_leaves_others_to_people(self) -> None:
        self.take("s", self.row("1", "物业费 U1", "张伟"), self.row("2"), layout="CAMT_053")
        self.model.match_line("m", "s/3/line", "U2", "", "", "F1")
        back = [StatementRow(RETURN, f"9{n}", fen, TODAY, order)
                for n, (fen, order) in enumerate(((700, "E1"), (78, "E1"), (77, "E2"), (7, "E3")))]
        taken = self.take("back", *back, layout="CAMT_053")
        self.assertEqual([(line.state, line.reason) for line in taken.lines],
                         [("BOOKED", ""), ("OPEN", "REFUND_EXCEEDS_PAYMENT"),
                          ("OPEN", "MATCHED_BY_PERSON"), ("OPEN", "ORDER_UNKNOWN")])
        self.assertEqual(self.model.payments["s/2"].refunded_fen, 700)
        self.refused("TARGET_WRONG", self.model.match_line, "n", "back/4/line", "U1", "", "", "F1")
        self.model.dismiss_line("back/5/line", "F1")
        self.refused("LINE_NOT_WAITING", self.model.dismiss_line, "back/5/line", "F1")

    def test_led_13_what_was_pending_gives_way_to_what_it_became(self) -> None:
        order = StatementRow(RECEIPT, "1", 500, TODAY, "M1", order_unit="U1")
        refund = StatementRow(REFUND, "2", 500, TODAY, "M1", is_final=False)
        self.take("s", order, refund, layout="WECHAT_PAY")
        self.assertFalse(self.model.payments["s/2"].reversed)
        final = StatementRow(REFUND, "2", 500, TODAY, "M1")
        self.take("t", final, layout="WECHAT_PAY")
        self.assertTrue(self.model.payments["s/2"].reversed)
        self.assertEqual(self.model.statement_lines["s/3/line"].state, "SUPERSEDED")


class Register(RefusalCase):
    def take(self, *rows: UnitRow | OwnerRow):
        return self.model.import_register("P1", rows, False, False)

    def test_led_13_what_came_in_last_is_in(self) -> None:
        schedule = FeeSchedule("N1", "property", 1, 0, 5_000, 0, Date(2017, 1, 1))
        small = UnitRow("N1", UnitFacts("C1", "1栋1", 1, 5_000), schedule)
        large = UnitRow("N1", UnitFacts("C1", "1栋1", 1, 6_000), schedule)
        self.assertEqual(len(self.take(small).made), 1)
        self.assertEqual(self.take(small).existing_count, 1)
        self.take(large)
        self.assertEqual(len(self.take(small).made), 1)
        self.assertEqual(self.model.unit_facts("N1").area_e2_m2, 5_000)
        self.assertEqual(self.model.run_billing("C1", Month(2017, 1), Month(2017, 12)),
                         (30, 6, 30 * 10_000 - 12 * 5_000))

    def test_led_13_rows_about_one_thing_say_the_same_of_it(self) -> None:
        first = OwnerRow("O9", OwnerFacts("王芳", "1"), "U1", TODAY)
        other = OwnerRow("O9", OwnerFacts("王芳", "2"), "U2", TODAY)
        self.assertEqual(self.take(first, other, first).wrong,
                         {3: {"ROWS_DISAGREE"}, 4: {"ROW_REPEATED"}})
        self.assertNotIn("O9", self.model.owners)


class Rollover(RefusalCase):
    def test_led_6_a_draft_begins_from_the_plan_of_the_year_before(self) -> None:
        self.refused("MONTH_OPEN", self.model.roll_over, 2018, "", "F1")
        self.model.put_plan(AnnualPlan("P1", 2017, (5_000,) * 12, 9_000, {"A1": 7}, "F1"), False)
        pay(self.model, "p1", 10_000 + 10_000 + 4_000, "CASH")
        self.model.set_clock(Date(2018, 1, 10))
        self.model.close_month(Month(2017, 12), None)
        pay(self.model, "p2", 1_000, "CASH", received=Date(2018, 1, 10))
        rolled, = self.model.roll_over(2018, "", "F1")
        # Three bills of each unit; what came in January is not the old year's.
        self.assertEqual((rolled.arrears_fen, rolled.held_fen, rolled.plan),
                         (60_000 - 24_000, 0, "DRAFTED"))
        self.assertEqual(rolled.receivable_fen, 24 * 10_000)
        plan = self.model.plans["P1", 2018]
        self.assertEqual((plan.annual_bp, plan.given_tasks, plan.targets),
                         (9_000, {}, {"C1": 36_000}))
        self.assertEqual(self.model.roll_over(2018, "P1", "F1")[0].plan, "KEPT")


if __name__ == "__main__":
    unittest.main()
