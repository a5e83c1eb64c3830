"""A clone is a whole desk for real processes."""

import psycopg


def test_a_clone_is_a_migrated_desk_of_its_own(cloned):
    first, second = cloned(), cloned()
    with psycopg.connect(first.url) as database:
        database.execute("INSERT INTO people_organisation (name, domains) VALUES ('Ege', '{}')")
    assert first.one("SELECT count(*) FROM people_organisation") == 1
    assert second.one("SELECT count(*) FROM people_organisation") == 0
    assert second.one("SELECT count(*) FROM tickets_prioritycell") == 9


def test_a_real_worker_does_a_job_once_and_one_that_comes_while_it_listens(clone):
    queue = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, status, args)"
        """ VALUES ('desk', 'kernel.react', 0, 'todo', '{"fact": "", "details": {}, "handler": ""}') RETURNING id"""
    )
    done = "SELECT attempts FROM procrastinate_jobs WHERE id = %s AND status = 'succeeded'"
    first = clone.one(queue)
    with clone.process("worker"):
        assert clone.wait_for(done, first, timeout=60) == 1
        second = clone.one(queue)
        assert clone.wait_for(done, second) == 1
