namespace Franchise.Infrastructure.Billing;

/// <summary>
/// What the database itself holds of money, whoever writes: an issued invoice and its lines and a published price and its items never change, and what is posted together sums to nothing.
/// Credit notes, allocations and the ledger are append-only by their grants.
/// </summary>
internal static class IssuedStays
{
    public const string Sql =
        """
        CREATE OR REPLACE FUNCTION walls.keep_issued_invoice() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $f$
        DECLARE
            living text[] := ARRAY['status', 'paid', 'credited', 'disputed_at', 'dispute_reason', 'reopened_on', 'version'];
        BEGIN
            IF old.number IS NULL THEN
                IF tg_op = 'DELETE' THEN
                    RETURN old;
                END IF;
                RETURN new;
            END IF;
            IF tg_op = 'UPDATE' AND to_jsonb(old) - living = to_jsonb(new) - living THEN
                RETURN new;
            END IF;
            RAISE EXCEPTION 'an issued invoice never changes' USING ERRCODE = '42501';
        END $f$;

        CREATE OR REPLACE FUNCTION walls.keep_issued_line() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $f$
        BEGIN
            -- Neither the invoice that it leaves nor the one that it comes to may be issued.
            IF tg_op <> 'INSERT' AND EXISTS (
                SELECT FROM franchise.invoices i WHERE i.tenant_id = old.tenant_id AND i.id = old.invoice_id AND i.number IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'a line of an issued invoice never changes' USING ERRCODE = '42501';
            END IF;
            IF tg_op = 'DELETE' THEN
                RETURN old;
            END IF;
            IF EXISTS (
                SELECT FROM franchise.invoices i WHERE i.tenant_id = new.tenant_id AND i.id = new.invoice_id AND i.number IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'an issued invoice gets no further line' USING ERRCODE = '42501';
            END IF;
            RETURN new;
        END $f$;

        CREATE OR REPLACE FUNCTION walls.keep_published_price() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $f$
        BEGIN
            IF old.status = 'published' THEN
                RAISE EXCEPTION 'a published price never changes' USING ERRCODE = '42501';
            END IF;
            IF tg_op = 'DELETE' THEN
                RETURN old;
            END IF;
            RETURN new;
        END $f$;

        CREATE OR REPLACE FUNCTION walls.keep_published_item() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $f$
        BEGIN
            -- Neither the version that it leaves nor the one that it comes to may be published.
            IF tg_op <> 'INSERT' AND EXISTS (SELECT FROM franchise.price_versions v WHERE v.id = old.price_version_id AND v.status = 'published') THEN
                RAISE EXCEPTION 'an item of a published price never changes' USING ERRCODE = '42501';
            END IF;
            IF tg_op = 'DELETE' THEN
                RETURN old;
            END IF;
            IF EXISTS (SELECT FROM franchise.price_versions v WHERE v.id = new.price_version_id AND v.status = 'published') THEN
                RAISE EXCEPTION 'a published price gets no further item' USING ERRCODE = '42501';
            END IF;
            RETURN new;
        END $f$;

        CREATE OR REPLACE FUNCTION walls.balance_posting() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $f$
        BEGIN
            IF EXISTS (
                SELECT FROM franchise.ledger_entries e WHERE e.tenant_id = new.tenant_id AND e.posting_id = new.posting_id
                GROUP BY e.currency HAVING sum(e.amount) <> 0
            ) THEN
                RAISE EXCEPTION 'a posting does not sum to nothing' USING ERRCODE = '23514';
            END IF;
            RETURN NULL;
        END $f$;

        REVOKE ALL ON ALL FUNCTIONS IN SCHEMA walls FROM PUBLIC;
        CREATE OR REPLACE TRIGGER keep_issued_invoice BEFORE UPDATE OR DELETE ON franchise.invoices
            FOR EACH ROW EXECUTE FUNCTION walls.keep_issued_invoice();
        CREATE OR REPLACE TRIGGER keep_issued_line BEFORE INSERT OR UPDATE OR DELETE ON franchise.invoice_lines
            FOR EACH ROW EXECUTE FUNCTION walls.keep_issued_line();
        CREATE OR REPLACE TRIGGER keep_published_price BEFORE UPDATE OR DELETE ON franchise.price_versions
            FOR EACH ROW EXECUTE FUNCTION walls.keep_published_price();
        CREATE OR REPLACE TRIGGER keep_published_item BEFORE INSERT OR UPDATE OR DELETE ON franchise.price_items
            FOR EACH ROW EXECUTE FUNCTION walls.keep_published_item();
        DROP TRIGGER IF EXISTS balance_posting ON franchise.ledger_entries;
        CREATE CONSTRAINT TRIGGER balance_posting AFTER INSERT ON franchise.ledger_entries DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION walls.balance_posting();

        """;
}
