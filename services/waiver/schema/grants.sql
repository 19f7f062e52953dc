-- What the waiver service's user may do: what is append only gets INSERT and SELECT alone.
GRANT SELECT, INSERT, UPDATE ON {schema}.waiver TO {user};
GRANT SELECT, INSERT ON {schema}.waiver_change TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.manager_month TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.household_year TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.settlement_intent TO {user};
GRANT SELECT, INSERT ON {schema}.violation TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.feed_position TO {user};
GRANT SELECT, INSERT ON {schema}.policy_block_used TO {user};
GRANT SELECT, INSERT ON {schema}.request_log TO {user};
GRANT SELECT, INSERT ON {schema}.audit_record TO {user};
