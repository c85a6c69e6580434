# The same checks as .ci/run, in the environment that is active now.
.PHONY: check golden

check:
	ruff check .
	ruff format --check .
	mypy
	pytest

golden:  # write the Mermaid picture in README.md anew
	python -m tests.draw
