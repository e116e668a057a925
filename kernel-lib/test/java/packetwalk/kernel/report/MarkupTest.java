package packetwalk.kernel.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** What is written between angle brackets: JUnit's XML and pages. */
class MarkupTest {

    /** Elements of junit-10.xsd of Jenkins' xunit plugin, as far as surefire's schema has them too: attributes (those with ! must be), children. */
    private static final Map<String, List<Set<String>>> JUNIT = Map.of(
            "testsuites", List.of(Set.of("name", "time", "tests", "failures", "errors"), Set.of("testsuite")),
            "testsuite",
                    List.of(
                            Set.of("name!", "tests!", "failures!", "errors!", "time", "skipped", "timestamp", "id"),
                            Set.of("properties", "testcase", "system-out", "system-err")),
            "properties", List.of(Set.of(), Set.of("property")),
            "property", List.of(Set.of("name!", "value!"), Set.of()),
            "testcase",
                    List.of(
                            Set.of("name!", "classname", "time"),
                            Set.of("failure", "error", "skipped", "system-out", "system-err")),
            "failure", List.of(Set.of("type", "message"), Set.of()),
            "error", List.of(Set.of("type", "message"), Set.of()),
            "skipped", List.of(Set.of("type", "message"), Set.of()));

    private static final Set<String> SHOWN = Set.of(
            "html head meta title style body main h1 h2 h3 div p b i code pre span ul li table caption thead tbody tr th td"
                    .split(" "));

    @Test
    void junit_xml_is_as_the_schema_says_and_its_counts_are_right() throws Exception {
        for (SubmissionReport report : List.of(Reports.ordinary(), Reports.hostile())) {
            Element root = parse(Format.JUNIT.write(report)).getDocumentElement();

            assertEquals("testsuites", root.getTagName());
            assertTrue(root.getAttribute("time").matches("[0-9]{0,3}\\.[0-9]*"), "SUREFIRE_TIME");
            assertAllowed(root);
            for (Element suite : all(root, "testsuite")) {
                assertEquals(
                        suite.getAttribute("tests"), "" + all(suite, "testcase").size());
                assertEquals(
                        suite.getAttribute("failures"),
                        "" + all(suite, "failure").size());
                assertEquals(
                        suite.getAttribute("errors"), "" + all(suite, "error").size());
                assertEquals(
                        suite.getAttribute("skipped"),
                        "" + all(suite, "skipped").size());
            }
        }
    }

    private static void assertAllowed(Element element) {
        List<Set<String>> rule = JUNIT.get(element.getTagName());
        assertTrue(rule != null, element.getTagName());
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            String name = element.getAttributes().item(i).getNodeName();
            assertTrue(
                    rule.get(0).contains(name) || rule.get(0).contains(name + "!"), element.getTagName() + " " + name);
        }
        rule.get(0).stream()
                .filter(each -> each.endsWith("!"))
                .forEach(each -> assertTrue(element.hasAttribute(each.replace("!", "")), each));
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                assertTrue(rule.get(1).contains(inner.getTagName()), inner.getTagName());
                assertAllowed(inner);
            }
        }
    }

    @Test
    void a_page_has_no_element_and_no_attribute_that_a_learner_wrote() throws Exception {
        ClassSummary summary = new ClassSummary();
        summary.add(Reports.hostile());
        for (String page :
                List.of(Format.HTML.write(Reports.ordinary()), Format.HTML.write(Reports.hostile()), summary.html())) {
            for (Element each : all(parse(page).getDocumentElement(), "*")) {
                assertTrue(SHOWN.contains(each.getTagName()), each.getTagName());
                for (int i = 0; i < each.getAttributes().getLength(); i++) {
                    String name = each.getAttributes().item(i).getNodeName();
                    assertTrue(
                            Set.of("class", "scope", "charset", "name", "content", "http-equiv")
                                    .contains(name),
                            name);
                }
            }
        }
    }

    @Test
    void a_page_can_be_heard() throws Exception {
        Document page = parse(Format.HTML.write(Reports.ordinary()));

        assertEquals("en", page.getDocumentElement().getAttribute("lang"));
        assertEquals(1, all(page.getDocumentElement(), "h1").size());
        for (Element head : all(page.getDocumentElement(), "th")) {
            assertTrue(Set.of("row", "col").contains(head.getAttribute("scope")), head.getTextContent());
            assertFalse(head.getTextContent().isBlank(), "a head says something");
        }
        for (Element table : all(page.getDocumentElement(), "table")) {
            assertFalse(all(table, "th").isEmpty(), "a table has heads");
        }
        // what a colour says, words say too
        for (Element badge : all(page.getDocumentElement(), "span")) {
            assertFalse(badge.getTextContent().isBlank());
        }
        assertTrue(page.getDocumentElement().getTextContent().contains("first difference"));
    }

    @Test
    void a_page_stands_on_its_own() {
        String page = Format.HTML.write(Reports.hostile());

        assertFalse(page.matches("(?s).*(src=|href=|url\\(|@import|<script|<link|<iframe).*"));
        assertTrue(page.contains("default-src 'none'"));
    }

    @Test
    void a_page_says_what_an_instructor_asks() {
        String page = Format.HTML.write(Reports.ordinary());

        for (String word : List.of(
                "M-ARP-REMOTE",
                "client: ping -c 1 10.0.2.7",
                "arp who-has 10.0.1.1",
                "own user and namespaces",
                "POD-4: no answer",
                "seed of POD-3",
                "-7, version 0.1.0",
                "5e5e5e")) {
            assertTrue(page.contains(word), word);
        }
    }

    @Test
    void what_stands_in_a_notebook_is_harmless_too() throws Exception {
        GradeReport report = Reports.hostile().exercises().get(0);

        for (Element each : all(parse(FeedbackHtml.of(report)).getDocumentElement(), "*")) {
            assertTrue(SHOWN.contains(each.getTagName()), each.getTagName());
        }
        assertFalse(FeedbackText.of(report).contains("\u001b"), "no escape sequence for a terminal");
    }

    @Test
    void a_class_shows_which_misconceptions_occur_how_often() {
        ClassSummary summary = new ClassSummary();
        summary.add(Reports.of("ada", Optional.of("M-VIP-HOST")));
        summary.add(Reports.of("bob", Optional.of("M-VIP-HOST")));
        summary.add(Reports.of("cid", Optional.of("M-OTHER")));
        summary.add(Reports.of("dan", Optional.empty()));

        assertTrue(summary.markdown().contains("""
            | misconception | exercise | how many | of |
            | --- | --- | ---: | ---: |
            | M-VIP-HOST | SVC-1 | 2 | 4 |
            | M-OTHER | SVC-1 | 1 | 4 |
            """), summary.markdown());
        assertTrue(summary.markdown().contains("| SVC-1 | A VIP | 4 | 0 | 1 | 25 % |"), summary.markdown());
        assertTrue(summary.html().contains("<th scope=\"row\">M-VIP-HOST</th><td>SVC-1</td><td>2</td><td>4</td>"));
    }

    @Test
    void who_gave_no_answer_is_counted_whatever_checks_build_on_each_other() {
        CheckResult first = CheckResult.without("one", "One", 1, Status.NO_ANSWER, "Nothing is written yet.");
        CheckResult second = CheckResult.without("two", "Two", 2, Status.NOT_LOOKED_AT, "It builds on another check.");
        GradeReport blank = new GradeReport("POD-1", "Two containers", List.of(first, second), List.of(), 1, "0.1.0");
        ClassSummary summary = new ClassSummary();
        summary.add(Reports.report("ada", List.of(blank), List.of()));

        assertTrue(summary.markdown().contains("| POD-1 | Two containers | 1 | 1 | 0 | 0 % |"), summary.markdown());
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> all(Element root, String name) {
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < root.getElementsByTagName(name).getLength(); i++) {
            all.add((Element) root.getElementsByTagName(name).item(i));
        }
        return all;
    }
}
