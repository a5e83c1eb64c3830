"""The function that finds the newest hits of a question, era by era."""

from django.db import migrations

# A common word has more hits than anybody reads, and a bitmap of all of them is slow. So the question is asked of
# the newest two eras first, and of wider ones as long as too little was found: the index takes the few entries of
# an era and looks only those up among the many of the word. Each step has at most some thousand hits.
FUNCTION = """
CREATE OR REPLACE FUNCTION derman_search(question tsquery, exact tsquery, loose tsquery, enough int, most int)
RETURNS TABLE (ticket bigint, score real)
LANGUAGE plpgsql STABLE PARALLEL UNSAFE SET enable_seqscan = off AS $derman$
DECLARE
    newest bigint;
    below bigint;
    first bigint;
    shift int;
    found int := 0;
    got int;
    part text := 'SELECT hit.ticket_id,
            (ts_rank(''{0.1,0.1,0.7,1.0}'', hit.words, $4) + 0.2 * ts_rank(''{0.1,0.1,0.7,1.0}'', hit.words, $5))::real
        FROM (
            SELECT d.ticket_id, d.words FROM search_document AS d
            WHERE d.words @@ $1 AND d.ticket_id < $2
            ORDER BY d.ticket_id + 0 DESC LIMIT $3
        ) AS hit';  -- + 0: never by walking the primary key
BEGIN
    SELECT max(d.ticket_id) INTO newest FROM search_document AS d;
    below := newest + 1;
    FOREACH shift IN ARRAY ARRAY[10, 13, 16] LOOP
        first := (newest >> shift) - 1;
        EXIT WHEN first <= 0;
        RETURN QUERY EXECUTE part USING
            question && format('''~%s.%s'' | ''~%s.%s''', shift, first + 1, shift, first)::tsquery,
            below, most - found, exact, loose;
        GET DIAGNOSTICS got = ROW_COUNT;
        found := found + got;
        IF found >= enough THEN
            RETURN;
        END IF;
        below := first << shift;
    END LOOP;
    RETURN QUERY EXECUTE part USING question, below, most - found, exact, loose;
END
$derman$
"""

# Django adds an index for LIKE, which the primary key serves by itself in the collation "C"
NO_SECOND_INDEX = r"""
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT indexname FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = 'search_word' AND indexname LIKE '%\_like'
    LOOP
        EXECUTE format('DROP INDEX %I', name);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION derman_search(tsquery, tsquery, tsquery, int, int)"),
        migrations.RunSQL(NO_SECOND_INDEX, migrations.RunSQL.noop),
    ]
