package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.config.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The names of a deployed stack's tables: two of the outputs that CloudFormation's {@code DescribeStacks} tells. */
final class StackTables {
    private StackTables() {}

    /**
     * Asks CloudFormation.
     *
     * @throws CommandException if there is no such stack, or it is not one of Latchkey's template
     */
    static Tables find(Connection connection, String stack) {
        CloudFormation.Answer answer = connection.cloudFormation().describeStacks(stack);
        Document document = parse(answer.body());
        if (answer.status() != 200) {
            throw CommandException.misused("The stack " + stack + " cannot be looked up: CloudFormation answers "
                    + answer.status() + ", " + text(document.getDocumentElement(), "Message"));
        }
        Map<String, String> outputs = new HashMap<>();
        NodeList members = document.getElementsByTagName("member");
        for (int i = 0; i < members.getLength(); i++) {
            Element member = (Element) members.item(i);
            outputs.put(text(member, "OutputKey"), text(member, "OutputValue"));
        }
        return new Tables(required(stack, outputs, "UsersTableName"), required(stack, outputs, "TokensTableName"));
    }

    private static String required(String stack, Map<String, String> outputs, String key) {
        String value = outputs.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw CommandException.misused("The stack " + stack + " has no output " + key
                    + ": it is not a stack of Latchkey's template, or it is not fully deployed.");
        }
        return value;
    }

    private static Document parse(InputStream xml) {
        try (xml) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(xml);
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw CommandException.misused("What answers for CloudFormation does not answer as it does.");
        }
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
