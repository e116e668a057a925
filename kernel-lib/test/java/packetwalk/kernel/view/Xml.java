package packetwalk.kernel.view;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A picture as a tree; parsing it proves that it is well-formed. */
final class Xml {

    private final Document document;

    private Xml(Document document) {
        this.document = document;
    }

    static Xml parse(String text) {
        try {
            return new Xml(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text))));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError("not well-formed: " + text, e);
        }
    }

    Element root() {
        return document.getDocumentElement();
    }

    String text() {
        return root().getTextContent();
    }

    /** The names of all groups of one type, in the order in which they are drawn. */
    List<String> groups(String type) {
        NodeList all = document.getElementsByTagName("g");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element group = (Element) all.item(i);
            if (group.getAttribute("class").equals("pw-" + type)) {
                names.add(group.getAttribute("data-name"));
            }
        }
        return names;
    }
}
