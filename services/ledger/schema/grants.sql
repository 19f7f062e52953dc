-- What the ledger's user may do: what is append only gets INSERT and SELECT alone.
GRANT SELECT, INSERT, UPDATE ON {schema}.branch TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.project TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.community TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.unit TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.staff TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.owner TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.ownership TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.post TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.team TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.team_membership TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.leader_absence TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.area TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.area_community TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.area_collector TO {user};

GRANT SELECT, INSERT ON {schema}.request_log TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.company_clock TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.staged_import TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.staged_part TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.staged_row TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.staged_unit TO {user};
GRANT SELECT, INSERT, DELETE ON {schema}.staged_owner TO {user};
GRANT SELECT, INSERT ON {schema}.imported_file TO {user};
GRANT SELECT, INSERT ON {schema}.imported_row TO {user};
GRANT SELECT, INSERT ON {schema}.audit_record TO {user};

GRANT SELECT, INSERT, UPDATE ON {schema}.journal_partition TO {user};
GRANT SELECT, UPDATE ON {schema}.books TO {user};
GRANT SELECT, INSERT ON {schema}.journal_entry TO {user};
GRANT SELECT, INSERT ON {schema}.journal_line TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.fee_schedule TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.vacancy TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.scheduled_fee TO {user};
GRANT SELECT, INSERT ON {schema}.scheduled_year TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.bill TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.unit_account TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.payment TO {user};
GRANT SELECT, INSERT ON {schema}.payment_collaborator TO {user};
GRANT SELECT, INSERT ON {schema}.payment_designation TO {user};
GRANT SELECT, INSERT ON {schema}.payment_note TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.allocation TO {user};
GRANT SELECT, INSERT ON {schema}.waiver_part TO {user};
GRANT SELECT, INSERT ON {schema}.adjustment TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.write_off TO {user};
GRANT SELECT, INSERT ON {schema}.write_off_part TO {user};
GRANT SELECT, INSERT ON {schema}.write_off_note TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.suspense TO {user};
GRANT SELECT, INSERT ON {schema}.event TO {user};

GRANT SELECT, INSERT ON {schema}.bank_statement TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.bank_statement_line TO {user};
GRANT SELECT, INSERT ON {schema}.bank_statement_candidate TO {user};

GRANT SELECT, INSERT ON {schema}.figure_change TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.figure_community TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.figure_unit TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.figure_due TO {user};

GRANT SELECT, INSERT, UPDATE ON {schema}.payment_follower TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.receipt_numbering TO {user};
GRANT SELECT, INSERT ON {schema}.receipt TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.tax_invoice TO {user};
GRANT SELECT, INSERT ON {schema}.tax_invoice_version TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.cash_payment TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.cash_handover TO {user};
GRANT SELECT, INSERT ON {schema}.cash_taken_out TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.wallet_payment TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.wallet_payout TO {user};
GRANT SELECT, INSERT ON {schema}.wallet_payout_part TO {user};

GRANT SELECT, INSERT ON {schema}.finance_list TO {user};
GRANT SELECT, INSERT ON {schema}.finance_list_row TO {user};
GRANT SELECT, INSERT ON {schema}.accepted_difference TO {user};
GRANT SELECT, INSERT ON {schema}.closed_reconciliation TO {user};
GRANT SELECT, INSERT ON {schema}.closed_difference TO {user};

GRANT SELECT, INSERT, UPDATE ON {schema}.annual_plan TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.planned_rate TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.historical_target TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.area_task TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.community_task TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.campaign TO {user};
GRANT SELECT, INSERT ON {schema}.accounting_month TO {user};
GRANT SELECT, INSERT ON {schema}.closed_head TO {user};
GRANT SELECT, INSERT ON {schema}.closed_community TO {user};
GRANT SELECT, INSERT ON {schema}.closed_settled_unit TO {user};
