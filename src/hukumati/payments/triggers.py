"""The triggers by which PostgreSQL itself refuses: SQL for the migration, partly generated from the transitions."""

from typing import Final

from hukumati.payments.domain.states import TRANSITIONS


def transitions_sql() -> str:
    """Return the statements that make `pay_transition` equal to TRANSITIONS; run again when it changes."""
    rows = ",\n".join(f"('{origin}', '{event}', '{edge.to}')" for (origin, event), edge in sorted(TRANSITIONS.items()))
    return f"DELETE FROM pay_transition;\nINSERT INTO pay_transition (from_state, event, to_state) VALUES\n{rows};"  # noqa: S608


INSTALL: Final = """
CREATE TABLE pay_transition (
  from_state text NOT NULL, event text NOT NULL, to_state text NOT NULL, PRIMARY KEY (from_state, event));

CREATE FUNCTION pay_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: its rows are never changed', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER pay_event_append_only
  BEFORE UPDATE OR DELETE ON pay_event FOR EACH ROW EXECUTE FUNCTION pay_refuse();
CREATE TRIGGER pay_bill_line_append_only
  BEFORE UPDATE OR DELETE ON pay_bill_line FOR EACH ROW EXECUTE FUNCTION pay_refuse();
CREATE TRIGGER pay_bill_no_delete BEFORE DELETE ON pay_bill FOR EACH ROW EXECUTE FUNCTION pay_refuse();
CREATE TRIGGER pay_payment_no_delete BEFORE DELETE ON pay_payment FOR EACH ROW EXECUTE FUNCTION pay_refuse();
CREATE TRIGGER pay_operation_no_delete BEFORE DELETE ON pay_operation FOR EACH ROW EXECUTE FUNCTION pay_refuse();
CREATE TRIGGER led_account_append_only
  BEFORE UPDATE OR DELETE ON led_account FOR EACH ROW EXECUTE FUNCTION pay_refuse();
CREATE TRIGGER led_entry_append_only
  BEFORE UPDATE OR DELETE ON led_entry FOR EACH ROW EXECUTE FUNCTION pay_refuse();
CREATE TRIGGER led_leg_append_only
  BEFORE UPDATE OR DELETE ON led_leg FOR EACH ROW EXECUTE FUNCTION pay_refuse();

-- A payment is born `created` and moves only along the listed edges, one numbered event at a time.
CREATE FUNCTION pay_payment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'created' OR NEW.version <> 0 THEN
      RAISE EXCEPTION 'a payment begins as created, version 0'
      USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.bill_id, NEW.channel, NEW.amount, NEW.currency)
     IS DISTINCT FROM (OLD.id, OLD.bill_id, OLD.channel, OLD.amount, OLD.currency) THEN
    RAISE EXCEPTION 'what a payment is for never changes'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.version NOT IN (OLD.version, OLD.version + 1) THEN
    RAISE EXCEPTION 'a payment moves one event at a time'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state <> OLD.state AND (NEW.version = OLD.version OR NOT EXISTS (
      SELECT 1 FROM pay_transition WHERE from_state = OLD.state AND to_state = NEW.state)) THEN
    RAISE EXCEPTION 'a payment does not go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pay_payment_guard
  BEFORE INSERT OR UPDATE ON pay_payment FOR EACH ROW EXECUTE FUNCTION pay_payment_guard();

CREATE FUNCTION pay_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.applied AND NOT EXISTS (
      SELECT 1 FROM pay_transition
      WHERE from_state = NEW.from_state AND event = NEW.event AND to_state = NEW.to_state) THEN
    RAISE EXCEPTION 'event % does not lead from % to %', NEW.event, NEW.from_state, NEW.to_state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT NEW.applied AND NEW.from_state <> NEW.to_state THEN
    RAISE EXCEPTION 'a report that is not applied moves nothing'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM pay_event WHERE payment_id = NEW.payment_id) THEN
    RAISE EXCEPTION 'events are numbered without a gap'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pay_event_guard BEFORE INSERT ON pay_event FOR EACH ROW EXECUTE FUNCTION pay_event_guard();

-- At commit, a payment's state is what its last event says, and captured money is posted.
CREATE FUNCTION pay_payment_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_is record;
BEGIN
  SELECT state, version INTO now_is FROM pay_payment WHERE id = NEW.id;
  IF now_is.version > 0 AND NOT EXISTS (
      SELECT 1 FROM pay_event WHERE payment_id = NEW.id AND seq = now_is.version AND to_state = now_is.state) THEN
    RAISE EXCEPTION 'payment % has no event that led to %', NEW.id, now_is.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF now_is.state IN ('captured', 'captured_late') AND NOT EXISTS (
      SELECT 1 FROM led_entry WHERE payment_id = NEW.id
      AND kind = CASE now_is.state WHEN 'captured' THEN 'capture' ELSE 'late_capture' END) THEN
    RAISE EXCEPTION 'payment % was captured but not posted', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER pay_payment_settled AFTER INSERT OR UPDATE ON pay_payment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pay_payment_settled();

-- A bill says for ever what it said first; it is paid once; its lines sum to its total.
CREATE FUNCTION pay_bill_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.key, NEW.creditor, NEW.currency, NEW.total)
     IS DISTINCT FROM (OLD.id, OLD.key, OLD.creditor, OLD.currency, OLD.total)
     OR (OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at)
     OR (OLD.cash_reference IS NOT NULL AND NEW.cash_reference IS DISTINCT FROM OLD.cash_reference) THEN
    RAISE EXCEPTION 'a bill says for ever what it said first'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER pay_bill_guard BEFORE UPDATE ON pay_bill FOR EACH ROW EXECUTE FUNCTION pay_bill_guard();

CREATE FUNCTION pay_bill_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE the_bill uuid := CASE TG_TABLE_NAME
  WHEN 'pay_bill' THEN (to_jsonb(NEW)->>'id')::uuid ELSE (to_jsonb(NEW)->>'bill_id')::uuid END;
BEGIN
  IF (SELECT total FROM pay_bill WHERE id = the_bill)
     <> (SELECT coalesce(sum(amount), 0) FROM pay_bill_line WHERE bill_id = the_bill) THEN
    RAISE EXCEPTION 'the lines of bill % do not sum to its total', the_bill
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER pay_bill_adds_up AFTER INSERT ON pay_bill
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pay_bill_adds_up();
CREATE CONSTRAINT TRIGGER pay_bill_line_adds_up AFTER INSERT ON pay_bill_line
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pay_bill_adds_up();

-- Double entry: legs are written with their entry and sum to zero in each currency; a leg has its account's currency.
ALTER TABLE led_entry ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE led_account ADD CONSTRAINT led_account_currency UNIQUE (id, currency);
ALTER TABLE led_leg ADD CONSTRAINT led_leg_currency_of_account
  FOREIGN KEY (account_id, currency) REFERENCES led_account (id, currency);

CREATE FUNCTION led_leg_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT xid FROM led_entry WHERE id = NEW.entry_id) IS DISTINCT FROM pg_current_xact_id() THEN
    RAISE EXCEPTION 'legs are written in the transaction of their entry'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER led_leg_guard BEFORE INSERT ON led_leg FOR EACH ROW EXECUTE FUNCTION led_leg_guard();

CREATE FUNCTION led_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM led_leg WHERE entry_id = NEW.id) < 2
     OR EXISTS (SELECT 1 FROM led_leg WHERE entry_id = NEW.id GROUP BY currency HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'the legs of entry % do not sum to zero', NEW.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER led_entry_balances AFTER INSERT ON led_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION led_entry_balances();
"""
