# The same checks as .ci/run, in the environment that is active now.
.PHONY: check golden

check:
	ruff check .
	ruff format --check .
	mypy
	pytest

golden:  # print the Mermaid picture for README.md
	python -c "from graph.studio import dialogue; print(dialogue.get_graph().draw_mermaid())"
