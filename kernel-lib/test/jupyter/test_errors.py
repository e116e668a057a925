"""An error names the learner's line, and what to do where that is known."""


def test_a_compile_error_has_the_cell_the_line_a_caret_and_javacs_message(ours):
    result = ours.run('int fine = 1;\nint wrong = "text";')
    number = result.reply["execution_count"]
    assert f"cell [{number}], line 2" in result.error
    assert "incompatible types: String cannot be converted to int" in result.error
    lines = result.error.splitlines()
    source = next(i for i, line in enumerate(lines) if 'int wrong = "text";' in line)
    assert lines[source + 1].index("^") == lines[source].index('"text"')


def test_a_misspelt_name_gets_the_likely_one(ours):
    ours.run("int packets = 3;")
    assert "did you mean packets?" in ours.run("pakets + 1").error
    assert "did you mean String?" in ours.run('Strng s = "a";').error


def test_a_dot_after_a_semicolon_gets_a_hint(ours):
    assert "drop the ;" in ours.run('var text = new StringBuilder();\n    .append("a");').error


def test_an_unfinished_cell_says_what_is_missing(ours):
    assert ") is missing" in ours.run("System.out.println(1").error


def test_an_exception_shows_user_frames_its_causes_and_no_others(ours):
    result = ours.run(
        "int half(int n) {\n"
        '  if (n < 0) throw new IllegalArgumentException("n is " + n);\n'
        "  return n / 2;\n"
        "}\n"
        "try {\n"
        "  half(-1);\n"
        '} catch (IllegalArgumentException e) { throw new RuntimeException("outer", e); }'
    )
    number = result.reply["execution_count"]
    assert result.error.startswith("RuntimeException: outer")
    assert "Caused by: IllegalArgumentException: n is -1" in result.error
    assert f"cell [{number}], line 2, in half" in result.error
    assert f"cell [{number}], line 6" in result.error
    for foreign in ("REPL", "jdk.", "java.base", "packetwalk.kernel", "do_it$", "reflect"):
        assert foreign not in result.error
    assert result.reply["ename"] == "RuntimeException"


def test_an_error_in_an_earlier_cells_method_names_that_cell(ours):
    first = ours.run("int at(int[] a) { return a[9]; }").reply["execution_count"]
    assert f"cell [{first}], line 1, in at" in ours.run("at(new int[1])").error


def test_a_failing_initializer_is_one_frame(ours):
    assert ours.run("var quotient = 1 / 0;").error.count("cell [") == 1


def test_a_null_is_named(ours):
    assert 'because "name" is null' in ours.run("String name = null;\nname.length()").error


def test_an_error_in_tostring_names_its_line(ours):
    result = ours.run('class Loud {\n  public String toString() {\n    throw new IllegalStateException("loud");\n  }\n}\nnew Loud()')
    assert "line 3, in Loud.toString" in result.error


def test_a_method_that_calls_what_does_not_exist_says_so(ours):
    assert "once a cell declares method later()" in ours.run("int early() { return later(); }").stream("stdout")
    assert "nothing declares yet" in ours.run("early()").error
    ours.run("int later() { return 8; }")
    assert ours.run("early()").text == "8"


def test_redefining_a_class_says_which_variables_were_reset(ours):
    ours.run("class Frame { int size = 1; }\nvar first = new Frame(); var second = new Frame();")
    note = ours.run("class Frame { int size = 2; }").stream("stdout")
    assert "Frame is a new type now" in note and "first, second" in note


def test_hiding_a_name_of_the_library_is_said(ours):
    assert "hides packetwalk.trace.Exhibit" in ours.run("class Exhibit { }").stream("stdout")
