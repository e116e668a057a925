"""Jupyter's own conformance tests: no failure, and nothing skipped that a learner would miss."""

import jupyter_kernel_test
import kernels
import pytest
from conftest import require


@pytest.fixture(scope="module", autouse=True)
def built():
    require(kernels.OURS)


class TestConformance(jupyter_kernel_test.KernelTests):
    kernel_name = kernels.OURS
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [
        {"text": "Math.ma", "matches": {"max("}},
        {"text": "Syst", "matches": {"System"}},
    ]
    complete_code_samples = ["1 + 1", "int x = 3;", "class A { int v; }", "", "// a comment", "var b = new StringBuilder()\n  .append(1)"]
    incomplete_code_samples = ["int x = ", "class A {", "foo(", "for (;;)", "/* a", 'int a = 1;\nString s = """\n']
    invalid_code_samples = ["1 +* 2", "}", "int 5a;"]
    code_generate_error = 'throw new IllegalStateException("bad");'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + 1', "result": "a1"},
    ]
    code_display_data = [{"code": 'display("shown");', "mime": "text/plain"}]
    code_history_pattern = "1?+*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max(1, 2)"
