"""`python -m backfile.cli`, where the command itself is not on the path."""

from backfile.cli import main

raise SystemExit(main())
