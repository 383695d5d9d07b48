package aria.operate.audit;

import aria.store.AuditEntry;
import aria.store.AuditEvent;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An entry of the audit log as a syslog message (RFC 5424), in the frame of RFC 5425 section 4.3: its length, a space, and the
 * message. The text of the message is the line of the log, byte by byte, so that what a receiver stores can be checked
 * as the log itself can.
 */
final class SyslogMessage {
    /** Facility "log audit"; notice, and warning for what was refused. */
    private static final int NOTICE = 13 * 8 + 5;

    private static final int WARNING = 13 * 8 + 4;

    /** Servers cut off longer messages: rsyslog at 8 KiB, header included. */
    private static final int MOST_TEXT = 7_500;

    private static final int MOST_HOST = 255;
    private static final int MOST_EVENT = 32;

    /** What stays of a line that is too long; its hash stands for the rest. */
    private static final List<String> KEPT =
            List.of("time", "seq", "previous", "event", "who", "where", "result", "key");

    private SyslogMessage() {}

    /** Returns the frame with the message. */
    static byte[] frame(AuditEntry entry) {
        byte[] text = text(entry);
        byte[] header = header(entry).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes((header.length + text.length + " ").getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(header);
        frame.writeBytes(text);
        return frame.toByteArray();
    }

    private static String header(AuditEntry entry) {
        int priority = entry.text("result").startsWith(AuditEvent.REFUSED) ? WARNING : NOTICE;
        return "<" + priority + ">1 " + entry.time() + " " + field(entry.text("who", "host"), MOST_HOST) + " aria - "
                + field(entry.event(), MOST_EVENT) + " [meta sequenceId=\"" + entry.sequence()
                + "\"][origin software=\"aria\"] ";
    }

    /** PRINTUSASCII of the RFC; a dash stands for what is not known. */
    private static String field(String value, int most) {
        String printable = value.replaceAll("[^\\x21-\\x7e]", "?");
        return printable.isEmpty() ? "-" : printable.substring(0, Math.min(most, printable.length()));
    }

    private static byte[] text(AuditEntry entry) {
        if (entry.line().length <= MOST_TEXT) {
            return entry.line();
        }
        JsonObject brief = new JsonObject();
        for (String member : KEPT) {
            JsonElement value = entry.json().get(member);
            if (value != null) {
                brief.add(member, value);
            }
        }
        brief.addProperty("hash", entry.hash());
        brief.addProperty("shortened", true);
        return brief.toString().getBytes(StandardCharsets.UTF_8);
    }
}
