package packetwalk.kernel.exercise;

import java.util.Objects;
import java.util.Optional;
import packetwalk.kernel.exercise.world.Sent;
import packetwalk.kernel.report.FeedbackHtml;
import packetwalk.kernel.report.FeedbackText;
import packetwalk.kernel.view.Html;
import packetwalk.kernel.view.Rich;
import packetwalk.kernel.view.Views;
import packetwalk.trace.Exhibit;

/**
 * A prediction beside what the packet did.
 *
 * @param said what was predicted
 * @param happened what is so
 * @param sent the packet's own way, or what became of many
 * @param finding what the prediction seems to rest on; empty if it was right
 */
public record Comparison(Object said, Object happened, Sent sent, Optional<Finding> finding) implements Rich {

    public Comparison {
        Objects.requireNonNull(said, "said");
        Objects.requireNonNull(happened, "happened");
    }

    private Exhibit shown() {
        return sent instanceof Sent.Many many ? many.load() : ((Sent.One) sent).walk();
    }

    private String verdict() {
        return finding.isEmpty() ? "As you said." : "Not what you said.";
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder("you:    " + said + "\npacket: " + happened + "\n" + verdict());
        finding.ifPresent(found -> text.append("\n\n")
                .append(found.misconception().name())
                .append(": ")
                .append(found.misconception().says())
                .append("\n\n")
                .append(FeedbackText.walks(found.evidence())));
        return text + "\n\n" + shown().text();
    }

    @Override
    public String html() {
        StringBuilder html = new StringBuilder("<table class=\"pw-t\"><tbody>");
        html.append("<tr><th scope=\"row\">you</th><td>")
                .append(Html.escape(said.toString()))
                .append("</td></tr>");
        html.append("<tr><th scope=\"row\">packet</th><td>")
                .append(Html.escape(happened.toString()))
                .append("</td></tr>");
        html.append("</tbody></table><p><b>").append(verdict()).append("</b></p>");
        finding.ifPresent(found -> html.append(FeedbackHtml.belief(
                        found.misconception().name(), found.misconception().says()))
                .append(FeedbackHtml.walks(found.evidence())));
        return Html.card(html.toString()) + Views.bundle(shown()).getOrDefault("text/html", "");
    }

    @Override
    public String toString() {
        return text();
    }
}
