# An nbgrader course of Packetwalk's exercises; binder/nbgrader/new-course puts this beside source/. docs/instructors.md says how to go on.
c = get_config()  # noqa: F821: nbgrader brings it

c.CourseDirectory.course_id = "packetwalk"

# Java only: a notebook of another language stops the generation, and so is noticed.
c.ClearSolutions.code_stub = {
    "java": '// YOUR CODE HERE\nthrow new UnsupportedOperationException("your code here");',
}

# For one cell. A check takes a second or two; an answer that never ends costs its own cells and no more.
c.Execute.timeout = 60
c.Execute.interrupt_on_timeout = True

# A deleted check stays without a mark and is seen; restored, it would begin with a Python comment, which is no Java.
c.OverwriteCells.add_missing_cells = False

c.LimitOutput.max_lines = 500
