"""The model itself, on cases that can be reckoned by hand from the rules."""

import datetime
import unittest
from fractions import Fraction

from ledger_model import Company, Component, Designation, FeeSchedule, LedgerModel, Month, Refused
from ledger_model.dates import AccountingCalendar, bucket_of, months_overdue
from ledger_model.fees import FOREVER, VacancyDiscount, round_half_away
from ledger_model.late_fee import LateFeeTerms
from ledger_model.organisation import Put
from ledger_model.plans import AnnualPlan, Campaign
from player.dice import bill_id

Date = datetime.date
# Late fee of 0.05 % a day behind four days of grace, at most 1 % of the principal.
COMPANY = Company({"U1": "C1"}, {"C1": "P1"}, {"A1": "P1", "A2": "P1"}, {"U1": 10_000},
                  frozenset({"S1", "S2"}), (LateFeeTerms(Date(2016, 1, 1), "", 500, 4, 100),),
                  (VacancyDiscount(Date(2017, 2, 1), "P1", {"property": 3_000}),))


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
        self.assertEqual(self.model.credit("c", bill(1), Component.PRINCIPAL, 4_000), 4_000)
        self.assertEqual((self.owed(1), self.owed(2)), (0, 6_000))
        self.assertEqual(self.model.rate(["C1"], self.model.now).receivable_fen, 116_000)

    def test_led_18_credits_at_most_what_is_unpaid_and_paid(self) -> None:
        with self.assertRaises(Refused) as refused:
            self.model.credit("c", bill(1), Component.PRINCIPAL, 10_001)
        self.assertEqual(refused.exception.reasons, {"CREDIT_EXCEEDS_BILL"})
        self.model.credit("c", bill(1), Component.PRINCIPAL, 10_000)

    def test_led_18_brings_back_what_was_written_off(self) -> None:
        self.model.request_write_off("w", "U1", (bill(1),), "F1")
        self.assertEqual(self.owed(1), 10_000)
        self.model.approve_write_off("w", "G1")
        self.assertEqual(self.owed(1), 0)
        self.assertEqual(self.model.rate(["C1"], self.model.now).receivable_fen, 120_000)
        self.model.revive_write_off("w")
        self.assertEqual(self.owed(1), 10_000)

    def test_led_18_writes_off_nothing_that_changed_since(self) -> None:
        self.model.request_write_off("w", "U1", (bill(1),), "F1")
        self.pay("p", 1, Date(2017, 2, 20))
        with self.assertRaises(Refused) as refused:
            self.model.approve_write_off("w", "F1")
        self.assertEqual(refused.exception.reasons, {"DEBT_CHANGED", "SAME_PERSON"})

    def charge(self, through: Date) -> int:
        """Fen to be charged on the bill of January."""
        return self.model.late_fee(bill(1), through).charge_fen

    def test_led_15_counts_the_days_behind_grace_up_to_the_cap(self) -> None:
        # Due on 11 January, grace to 15 January: 16 to 25 January are ten days of 5 fen.
        self.assertEqual(self.charge(Date(2017, 1, 15)), 0)
        self.assertEqual(self.charge(Date(2017, 1, 16)), 5)
        self.assertEqual(self.charge(Date(2017, 1, 25)), 50)
        self.assertEqual(self.charge(Date(2017, 2, 20)), 100)

    def test_led_15_charges_once_and_pays_late_fee_ahead_of_principal(self) -> None:
        self.model.charge_late_fees("l", "U1", Date(2017, 2, 20), (bill(1),))
        self.assertEqual(self.charge(Date(2017, 2, 20)), 0)
        self.model.charge_cost("k", bill(1), 30)
        self.pay("p", 150, Date(2017, 2, 20))
        owed = self.model.journal.view().owed()
        self.assertEqual([owed[bill(1), c] for c in Component], [0, 0, 9_980])

    def test_led_15_counts_money_from_its_received_date(self) -> None:
        self.pay("late", 10_000, Date(2017, 1, 20))
        self.assertEqual(self.charge(Date(2017, 2, 20)), 20)
        self.model.reverse_payment("late")
        self.assertEqual(self.charge(Date(2017, 2, 20)), 100)


class Places(unittest.TestCase):
    def setUp(self) -> None:
        self.model = ledger()
        self.model.put_organisation((Put("area_community", "C1", "A1", Date(2016, 1, 1)),
                                     Put("area_collector", "A1", "S1", Date(2016, 1, 1))))
        self.model.set_clock(Date(2017, 2, 20))

    def test_led_7_ends_the_relation_before_on_the_day_before(self) -> None:
        self.model.put_organisation((Put("area_community", "C1", "A2", Date(2017, 2, 20)),))
        self.assertEqual(self.model.communities_of_area("A1", Date(2017, 2, 19)), ["C1"])
        self.assertEqual(self.model.communities_of_area("A2", Date(2017, 2, 20)), ["C1"])
        with self.assertRaises(Refused) as refused:
            self.model.put_organisation((Put("area_community", "C1", "A1", Date(2017, 2, 19)),))
        self.assertEqual(refused.exception.reasons, {"OVERLAP"})

    def test_led_10_keeps_the_areas_of_closed_days(self) -> None:
        self.model.close_month(Month(2017, 1), None)
        with self.assertRaises(Refused) as refused:
            self.model.put_organisation((Put("area_collector", "A1", "S2", Date(2017, 1, 31)),))
        self.assertEqual(refused.exception.reasons, {"MONTH_CLOSED"})
        self.model.put_organisation((Put("area_collector", "A1", "S2", Date(2017, 2, 1)),))
        self.assertEqual(self.model.collector_of_unit("U1", Date(2017, 1, 31)), "S1")

    def test_definition_9_counts_days_behind_the_closing_date_as_that(self) -> None:
        self.model.put_organisation((Put("area_collector", "A1", "S2", Date(2017, 1, 21)),))
        runs = self.model.responsibility(Date(2017, 1, 1), Date(2017, 1, 31), Date(2017, 1, 20))
        self.assertEqual(runs, [("S1", Date(2017, 1, 1), Date(2017, 1, 31), ("A1",))])

    def test_led_1_discounts_vacant_days_by_what_held_on_the_first(self) -> None:
        self.model.put_vacancy("U1", Date(2017, 4, 16), FOREVER, False)
        fees = {f.months[0]: f.fen for f in self.model.schedules.fees_of_year("U1", 2017)}
        self.assertEqual((fees[3], fees[4], fees[5]), (10_000, 8_500, 7_000))

    def test_led_1_supplements_what_a_vacancy_took_off_a_billed_period(self) -> None:
        self.model.put_vacancy("U1", Date(2017, 4, 1), FOREVER, False)
        self.model.run_billing("C1", Month(2017, 4), Month(2017, 4))
        before = {b.id: b.fee.fen for b in self.model.bills_of("U1")}
        self.model.put_vacancy("U1", Date(2017, 4, 1), Date(2017, 4, 15), False)
        made = {b.id: b.fee.fen for b in self.model.bills_of("U1") if b.id not in before}
        april = next(i for i in before if "201704" in i)
        self.assertEqual((before[april], made), (7_000, {f"{april}/2": 1_500}))
        with self.assertRaises(Refused) as refused:
            self.model.put_vacancy("U1", Date(2017, 4, 1), FOREVER, False)
        self.assertEqual(refused.exception.reasons, {"PERIOD_BILLED"})

    def test_definition_8_gives_a_community_its_share_of_the_task(self) -> None:
        self.model.put_plan(AnnualPlan("P1", 2017, (3_000,) * 12, 8_000, {}, "F1"), False)
        self.model.approve_plan("P1", 2017, "G1", False)
        self.model.put_organisation((Put("area_community", "C1", "A2", Date(2017, 1, 25)),))
        figures = self.model.month_figures(Month(2017, 1), Date(2017, 1, 31))
        self.assertEqual({a: t.task for a, t in figures.tasks.items()}, {"A2": 96_000})
        self.assertEqual(figures.planned_bp["P1"], 3_000)

    def test_definition_18_leaves_out_money_of_a_campaign(self) -> None:
        self.model.put_campaign(Campaign("c", "P1", Date(2017, 2, 1), Date(2017, 2, 10)))
        for name, day in (("in", Date(2017, 2, 10)), ("out", Date(2017, 2, 11))):
            self.model.record_payment(name, "U1", 1_000, "CASH", day, by_finance=True)
        self.assertEqual(self.model.outside_campaigns("U1", Date(2017, 2, 20)), 1_000)


if __name__ == "__main__":
    unittest.main()
