"""The model itself, on cases that can be reckoned by hand from the rules."""

import datetime
import unittest
from fractions import Fraction

from ledger_model import Company, Component, Designation, FeeSchedule, LedgerModel, Month, Refused
from ledger_model.charges import LateFeeTerms
from ledger_model.dates import AccountingCalendar, bucket_of, months_overdue
from ledger_model.fees import FOREVER, round_half_away
from player.dice import bill_id

Date = datetime.date
COMPANY = Company({"U1": "C1"}, {"C1": "P1"}, {"C1": "A1"}, {"U1": 10_000}, frozenset({"S1"}))


def ledger(monthly_fen: int = 10_000, from_date: Date = Date(2017, 1, 1)) -> LedgerModel:
    """A unit that owes a fixed sum each month, due on the 11th."""
    model = LedgerModel(COMPANY, Date(2017, 1, 5), bill_id)
    model.put_schedules([FeeSchedule("U1", "property", 1, 0, monthly_fen, 10, from_date, FOREVER)])
    return model


def bill(month: int) -> str:
    return bill_id(next(fee for fee in ledger().schedules.fees_of_year("U1", 2017)
                        if fee.months[0] == month))


class Dates(unittest.TestCase):
    def test_definition_6_counts_months_overdue_to_the_clamped_day(self) -> None:
        due = Date(2017, 1, 31)
        self.assertEqual(months_overdue(due, due), 0)
        self.assertEqual(months_overdue(Date(2017, 2, 28), due), 1)
        self.assertEqual(months_overdue(Date(2017, 3, 1), due), 2)

    def test_led_5_puts_each_bound_into_its_bucket(self) -> None:
        due = Date(2015, 1, 15)
        for date, bucket in ((Date(2015, 4, 15), "months_1_to_3"),
                             (Date(2015, 4, 16), "months_4_to_6"),
                             (Date(2015, 7, 16), "months_7_to_12"),
                             (Date(2016, 1, 16), "months_13_to_24"),
                             (Date(2017, 1, 15), "months_13_to_24"),
                             (Date(2017, 1, 16), "months_over_24")):
            self.assertEqual(bucket_of(date, due), bucket, date)

    def test_definition_2_gives_days_behind_an_early_close_to_the_next_month(self) -> None:
        calendar = AccountingCalendar({Month(2016, 12): Date(2016, 12, 28)})
        self.assertEqual(calendar.plan_year(Date(2016, 12, 28)), 2016)
        self.assertEqual(calendar.plan_year(Date(2016, 12, 29)), 2017)
        self.assertEqual(calendar.open_day(Date(2016, 12, 1)), Date(2016, 12, 29))

    def test_section_0_rounds_half_away_from_zero(self) -> None:
        self.assertEqual(round_half_away(Fraction(5, 2)), 3)
        self.assertEqual(round_half_away(Fraction(-5, 2)), -3)
        self.assertEqual(round_half_away(Fraction(249, 100)), 2)


class Money(unittest.TestCase):
    def setUp(self) -> None:
        self.model = ledger()
        self.model.run_billing("C1", Month(2017, 1), Month(2017, 3))
        self.model.set_clock(Date(2017, 2, 20))

    def pay(self, name: str, fen: int, received: Date, *designations: Designation):
        return self.model.record_payment(name, "U1", fen, "CASH", received, by_finance=True,
                                         designations=designations)

    def owed(self, month: int, as_of: Date | None = None) -> int:
        return self.model.journal.view(as_of).owed_of_bills()[bill(month)]

    def test_led_2_pays_the_oldest_due_bill_first_and_holds_the_rest(self) -> None:
        payment = self.pay("p", 25_000, Date(2017, 2, 20))
        self.assertEqual((self.owed(1), self.owed(2), self.owed(3)), (0, 0, 10_000))
        self.assertEqual(payment.held_fen, 5_000)
        self.model.set_clock(Date(2017, 3, 11))
        self.assertEqual((self.owed(3), payment.held_fen), (5_000, 0))

    def test_led_2_lets_the_payer_choose_a_bill_that_is_not_due(self) -> None:
        self.pay("p", 12_000, Date(2017, 2, 20), Designation(bill(3), 0))
        self.assertEqual((self.owed(1), self.owed(2), self.owed(3)), (8_000, 10_000, 0))

    def test_definition_4_keeps_late_money_from_what_was_paid_meanwhile(self) -> None:
        self.pay("first", 10_000, Date(2017, 2, 12))
        late = self.pay("late", 15_000, Date(2017, 2, 1))
        self.assertEqual(self.owed(1, Date(2017, 2, 1)), 10_000)
        self.assertEqual(self.owed(2, Date(2017, 2, 11)), 0)
        self.assertEqual(late.held_fen, 5_000)

    def test_definition_5_uses_other_prepayment_for_what_a_reversal_reopens(self) -> None:
        self.pay("first", 20_000, Date(2017, 2, 20))
        second = self.pay("second", 7_000, Date(2017, 2, 20))
        self.model.reverse_payment("first")
        self.assertEqual((self.owed(1), self.owed(2), second.held_fen), (3_000, 10_000, 0))

    def test_definition_5_refunds_prepayment_first_then_the_latest_allocation(self) -> None:
        self.pay("p", 25_000, Date(2017, 2, 20))
        self.model.refund_payment("p", 11_000)
        self.assertEqual((self.owed(1), self.owed(2)), (0, 6_000))
        with self.assertRaises(Refused) as refused:
            self.model.refund_payment("p", 14_001)
        self.assertEqual(refused.exception.reasons, {"REFUND_EXCEEDS_PAYMENT"})

    def test_definition_7_counts_held_money_up_to_what_the_year_still_costs(self) -> None:
        self.pay("p", 130_000, Date(2017, 2, 20))
        rate = self.model.rate(["C1"], Date(2017, 2, 20))
        self.assertEqual((rate.received_fen, rate.receivable_fen, rate.bp),
                         (120_000, 120_000, 10_000))

    def test_led_18_releases_what_a_credit_note_finds_paid(self) -> None:
        self.pay("p", 10_000, Date(2017, 2, 20))
        self.model.credit(bill(1), 4_000)
        self.assertEqual((self.owed(1), self.owed(2)), (0, 6_000))
        self.assertEqual(self.model.rate(["C1"], self.model.now).receivable_fen, 116_000)

    def test_led_18_brings_back_what_was_written_off(self) -> None:
        self.model.write_off(bill(1))
        self.assertEqual(self.owed(1), 0)
        self.assertEqual(self.model.rate(["C1"], self.model.now).receivable_fen, 120_000)
        self.model.revive(bill(1))
        self.assertEqual(self.owed(1), 10_000)

    def test_led_15_caps_the_late_fee_and_pays_it_ahead_of_principal(self) -> None:
        terms = LateFeeTerms(Fraction(5, 10_000), 4, Fraction(1, 100))
        # Due on 11 January, grace to 15 January: 16 to 25 January are ten days.
        self.assertEqual(self.model.late_fee(bill(1), Date(2017, 1, 25), terms), 50)
        self.assertEqual(self.model.late_fee(bill(1), Date(2017, 2, 20), terms), 100)
        self.model.charge(bill(1), Component.LATE_FEE, 100)
        self.assertEqual(self.model.late_fee(bill(1), Date(2017, 2, 20), terms), 0)
        self.pay("p", 150, Date(2017, 2, 20))
        owed = self.model.journal.view().owed()
        self.assertEqual((owed[bill(1), Component.LATE_FEE], owed[bill(1), Component.PRINCIPAL]),
                         (0, 9_950))


if __name__ == "__main__":
    unittest.main()
