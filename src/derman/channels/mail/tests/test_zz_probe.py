import pytest, re
from django.db import connection
from django.test.utils import CaptureQueriesContext
from derman.channels.mail import jobs
from derman.channels.mail.tests.post import letter
from derman.channels.mail.tests.test_filing_rounds import stored

@pytest.mark.django_db
def test_probe(helpdesk):
    stored(letter(sender="a@ege.example", subject="one two three")); jobs.file_waiting()
    stored(letter(sender="b@ege.example", subject="four five six"))
    with CaptureQueriesContext(connection) as asked:
        jobs.file_waiting()
    with open("/tmp/mail-sql.txt","w") as f:
        for q in asked.captured_queries: f.write(q["sql"][:3000]+"\n----\n")
