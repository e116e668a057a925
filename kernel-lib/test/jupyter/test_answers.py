"""Every message is answered, whatever a cell does; what is said about it helps."""

import threading
import time

import pytest

STUCK = {
    "endless loop": "while (true) { }",
    "sleep": "Thread.sleep(100_000);",
    "catches all": "while (true) { try { Thread.sleep(5); } catch (Throwable t) { } }",
    "endless output": 'while (true) System.out.println("again");',
    "endless toString": "class Endless { public String toString() { while (true) { } } }\nnew Endless()",
    "waits for itself": "Object lock = new Object(); synchronized (lock) { lock.wait(); }",
    "in a method": "long spin() { long n = 0; while (n >= 0) n = n % 7 + 1; return n; }\nspin()",
}


@pytest.mark.parametrize("code", STUCK.values(), ids=STUCK.keys())
def test_an_interrupt_stops_a_cell_in_under_a_second_and_keeps_the_variables(ours, code):
    ours.run("int kept = 41;")
    message = ours.start(code)
    time.sleep(0.7)
    start = time.monotonic()
    ours.manager.interrupt_kernel()
    reply = ours.reply(message)
    assert time.monotonic() - start < 1
    assert (reply["status"], reply["ename"]) == ("error", "Interrupted")
    ours.published(0.2)
    assert ours.run("kept + 1").text == "42"


def test_a_stopped_loop_uses_no_processor_time(fresh):
    message = fresh.start("while (true) { }")
    time.sleep(0.5)
    fresh.manager.interrupt_kernel()
    fresh.reply(message)
    used = "java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime()"
    fresh.run(f"long before = {used};")
    time.sleep(3)
    after = fresh.run(f"({used} - before) / 1_000_000")
    assert int(after.text) < 1500  # a loop that goes on uses 3000; what is left is the compilers' work


HOSTILE = {
    "an Error in toString": "class Bad { public String toString() { throw new AssertionError(\"no text\"); } }\nnew Bad()",
    "a stack overflow in toString": "class Deep { public String toString() { return \"\" + this; } }\nnew Deep()",
    "a stack overflow": "int down(int n) { return down(n + 1); }\ndown(1)",
    "an out of memory": "long[] much = new long[Integer.MAX_VALUE]; long[][] more = new long[100][Integer.MAX_VALUE - 8];",
    "an Error whose message throws": 'class Mute extends Error { public String getMessage() { throw new Error("x"); } }\nthrow new Mute();',
    "a null message": "throw new Error();",
    "System.exit": "System.exit(3);",
    "System.exit in a lambda": "Runnable leave = () -> System.exit(1);\nleave.run();",
    "ThreadDeath": "throw new ThreadDeath();",
    "a broken class": "class Init { static int v = 1 / 0; }\nInit.v",
    "no Java at all": "¿que? %%% \\u",
    "only an annotation": "@Override",
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_is_thrown_the_kernel_answers_and_goes_on(ours, code):
    result = ours.run(code)
    assert result.status == "error"
    assert result.error
    assert ours.run("40 + 2").text == "42"


def test_a_full_heap_is_said_and_the_kernel_goes_on(fresh):
    result = fresh.run(
        "var hoard = new ArrayList<long[]>();\n"
        "while (true) hoard.add(new long[(int) Math.min(1L << 26, Runtime.getRuntime().maxMemory() / 64)]);",
        timeout=120,
    )
    assert "OutOfMemoryError" in result.error and "set what is large to null" in result.error
    fresh.run("hoard = null;")
    assert fresh.run("1 + 1").text == "2"


def test_a_cell_that_ends_the_jvm_is_told_so(fresh):
    message = fresh.start("Runtime.getRuntime().exit(0);")
    assert fresh.reply(message)["ename"] == "KernelEnded"


def test_cells_queued_behind_a_failed_one_are_not_run(ours):
    first = ours.start('Thread.sleep(300); throw new IllegalStateException("stop");')
    second = ours.start("int mustNotExist = 1;")
    assert ours.reply(first)["status"] == "error"
    aborted = ours.reply(second)
    assert aborted["status"] == "aborted"
    assert "execution_count" not in aborted, "a front end would show a number, as of a cell that ran"
    ours.published(0.2)
    assert ours.run("1 + 1").status == "ok"


def test_a_message_nobody_understands_changes_nothing(ours):
    for kind, content in [("execute_request", {}), ("complete_request", {"code": "x", "cursor_pos": 99}), ("nonsense_request", {})]:
        ours.client.shell_channel.send(ours.client.session.msg(kind, content))
    ours.published(0.3)
    assert ours.run("1 + 1").text == "2"


def test_input_is_asked_of_the_front_end(ours):
    assert ours.run("new Scanner(System.in).nextLine()", stdin="Grüße").text == "Grüße"


def test_a_cell_that_waits_for_input_can_be_interrupted(ours):
    timer = threading.Timer(0.7, ours.manager.interrupt_kernel)
    timer.start()
    message = ours.client.execute("System.in.read()", allow_stdin=True)
    assert ours.reply(message)["ename"] == "Interrupted"
    ours.published(0.2)
    assert ours.run("1 + 1").text == "2"
