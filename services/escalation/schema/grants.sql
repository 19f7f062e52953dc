-- What the escalation service's user may do: what is append only gets INSERT and SELECT alone.
GRANT SELECT, INSERT, UPDATE ON {schema}.collection_case TO {user};
GRANT SELECT, INSERT ON {schema}.case_history TO {user};
GRANT SELECT, INSERT ON {schema}.contact TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.promise TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.task TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.unit_payment TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.community_progress TO {user};
GRANT SELECT, INSERT ON {schema}.work_record TO {user};
GRANT SELECT, INSERT ON {schema}.work_consent TO {user};
GRANT SELECT, INSERT, UPDATE ON {schema}.message TO {user};
GRANT SELECT, INSERT ON {schema}.policy_block_used TO {user};
GRANT SELECT, INSERT ON {schema}.request_log TO {user};
GRANT SELECT, INSERT ON {schema}.audit_record TO {user};
