"""One registration, three kernels: an Exhibit, a table and a chart are shown richly in each."""

import kernels
import pytest
from conftest import require
from session import Session

# A notebook's first cell: valid in every kernel; the library attaches its display when it is first used.
FIRST_USE = """
import packetwalk.*;
import static packetwalk.Packetwalk.*;
import packetwalk.trace.*;
var k8s = cluster().node("10.100.0.2").pod("server").pod("client").up();
"""

PROBE = """
class Probe implements Exhibit {
  public String text() { return "hop 1 <veth0>"; }
  public String toString() { return text(); }
}
"""

TABLE = 'tech.tablesaw.api.Table.create("hops", tech.tablesaw.api.IntColumn.create("ttl", 64, 63))'

CHART = """
var chart = new org.knowm.xchart.XYChartBuilder().width(300).height(200).title("load").build();
chart.addSeries("answers", new double[] {1, 2}, new double[] {1, 2});
chart
"""


def test_an_exhibit_is_shown_richly(each):
    for code in (FIRST_USE, PROBE):
        result = each.run(code)
        assert result.status == "ok", result.error
    shown = each.run("new Probe()").data
    assert shown["text/plain"] == "hop 1 <veth0>"
    assert "hop 1 &lt;veth0" in shown["text/html"]


def test_a_walk_is_shown_as_a_table_and_a_picture(each):
    shown = each.run('k8s.pod("client").ping(k8s.pod("server"))').data
    assert "server" in shown["text/plain"]
    assert "<svg" in shown["text/html"]
    assert "<table" in shown["text/html"]
    assert "<script" not in shown["text/html"]


def test_display_shows_an_exhibit_too(each):
    shown = [c["data"] for t, c in each.run("display(new Probe());").messages if t == "display_data"]
    assert "text/html" in shown[0]


def test_a_table_is_shown_as_a_table(each):
    shown = each.run(TABLE).data
    assert "63" in shown["text/plain"]
    assert "63" in shown["text/html"]


def test_a_chart_is_shown_with_a_text_twin(each):
    shown = each.run(CHART).data
    assert "text/html" in shown or "image/png" in shown
    assert shown["text/plain"].strip()


def test_the_library_in_ijava_by_its_jars_magic(tmp_path, monkeypatch):
    require(kernels.IJAVA)
    kernels.write(kernels.FOLDER, "ijava-bare-test", kernels.ijava({}))
    session = Session("ijava-bare-test")
    try:
        assert session.run(f"%jars {kernels.ALL_JAR}").status == "ok"
        assert session.run(FIRST_USE).status == "ok"
        assert session.run(PROBE).status == "ok"
        assert "text/html" in session.run("new Probe()").data
    finally:
        session.close()


def test_the_imports_are_there_without_being_written(each):
    if each.kernel == kernels.IJAVA:
        pytest.skip("IJava discovers nothing; the notebook's first cell has the imports")
    assert each.run("Exhibit.class.getName()").text == "packetwalk.trace.Exhibit"
