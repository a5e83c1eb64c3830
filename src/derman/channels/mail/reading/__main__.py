"""Run as `python -m derman.channels.mail.reading DIR`."""

import sys

from .command import main

sys.exit(main())
