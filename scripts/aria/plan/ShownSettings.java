package aria.plan;

import aria.compose.SettingText;
import aria.compose.SettingText.Source;
import aria.stack.Edge;
import aria.stack.StackService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the texts of a service show of its calls, where certificates are delivered to it and nothing else is known of
 * it: which servers it calls over TLS. A setting of TLS is for the server whose address has a name that begins alike.
 */
final class ShownSettings {
    private static final String OFF = "(?:0|false|off|no|none|disabled?|allow|prefer)";
    private static final Pattern IS_OFF = Pattern.compile("(?i)[\"']?" + OFF + "?[\"']?,?|[\\[{(]");
    private static final Pattern TLS_NAME = Pattern.compile("ssl|tls|cert|keystore|truststore");
    private static final Pattern TLS_URL =
            Pattern.compile("(?i)\\b(?:https|rediss|valkeys|amqps|mqtts|mqtt\\+ssl|wss|tls|ssl|grpcs|mysqls)://");
    private static final Pattern TLS_OPTION =
            Pattern.compile("(?i)--tls\\b|(?:ssl|tls)[\\w.-]*[\"']?\\s*[:=]\\s*[\"']?(?!" + OFF
                    + "\\b)(?:\\w|\\{(?![^}]*\\benabled\\W+false))");
    /** Words of programs' settings that are not the protocol's name: libpq's. */
    private static final Map<String, String> SHORT = Map.of("postgresql", "pg");
    /** Every program with a page of its own has settings that are called so. */
    private static final Set<String> COMMON = Set.of("https", "grpc");

    /** A setting with the servers that it names, and the address of each. */
    private record Setting(SettingLines.Line line, Map<String, String> servers) {
        boolean isTls() {
            return servers.isEmpty()
                    && (line.text().contains(StackOptions.CERTS)
                            || TLS_NAME.matcher(String.join("_", line.name())).find()
                                    && !IS_OFF.matcher(line.value()).matches());
        }

        /** Of several addresses in one text, what stands around one of them. */
        boolean isOverTls(String server) {
            String text = servers.size() == 1
                    ? line.text()
                    : Stream.of(line.text().split("[\\s,;]+"))
                            .filter(word -> word.contains(servers.get(server)))
                            .findFirst()
                            .orElse("");
            return text.contains(StackOptions.CERTS)
                    || TLS_URL.matcher(text).find()
                    || TLS_OPTION.matcher(text).find();
        }

        /** Of these schemes no setting makes TLS. */
        boolean isPlaintext(String server) {
            return Pattern.compile("(?i)\\b(?:http|ws)://(?:[^\\s/@]*@)?" + Pattern.quote(servers.get(server)))
                    .matcher(line.text())
                    .find();
        }

        int sharedWords(Setting other) {
            int most = Math.min(line.name().size(), other.line.name().size());
            return (int) IntStream.range(0, most)
                    .takeWhile(i -> line.name().get(i).equals(other.line.name().get(i)))
                    .count();
        }
    }

    private final List<StackService> servers;
    private final List<Setting> settings = new ArrayList<>();
    /** By the scope of a setting of TLS: the servers that it is for. */
    private final Map<String, Set<String>> owners = new HashMap<>();

    private final boolean namesCertificates;

    /**
     * @param texts   those of the caller
     * @param calls   of the caller
     * @param servers those that can require certificates
     */
    ShownSettings(Collection<SettingText> texts, Collection<Edge> calls, Collection<StackService> servers) {
        Set<String> called = calls.stream().map(Edge::server).collect(Collectors.toSet());
        this.servers = servers.stream()
                .filter(server -> called.contains(server.name()))
                .toList();
        this.namesCertificates = texts.stream().anyMatch(text -> text.text().contains(StackOptions.CERTS));
        if (!namesCertificates) {
            return;
        }
        List<Edge> addresses = calls.stream().filter(Edge::namesAddress).toList();
        texts.forEach(text -> SettingLines.of(text).forEach(line -> settings.add(setting(text, line, addresses))));
        settings.stream()
                .filter(Setting::isTls)
                .forEach(tls -> owner(tls)
                        .ifPresent(server -> owners.computeIfAbsent(tls.line().scope(), scope -> new HashSet<>())
                                .add(server)));
    }

    /** Returns whether these calls to a server are shown to be over TLS, or are so by the user's word. */
    boolean cover(String server, List<Edge> calls) {
        List<Setting> addresses = settings.stream()
                .filter(setting -> setting.servers().containsKey(server))
                .toList();
        if (!namesCertificates || addresses.stream().anyMatch(address -> address.isPlaintext(server))) {
            return false;
        }
        if (servers.size() == 1) {
            return true;
        }
        boolean named = settings.stream().anyMatch(setting -> setting.isTls() && isNamed(setting, server));
        return addresses.isEmpty()
                ? named || calls.stream().anyMatch(call -> call.evidence().kind() == Edge.Kind.CHOICE)
                : named
                        || addresses.stream()
                                .allMatch(address -> address.isOverTls(server)
                                        || owners.getOrDefault(address.line().scope(), Set.of())
                                                .contains(server));
    }

    /** Returns whether a call in a mounted file is written there over TLS, and the file names certificates. */
    boolean byHand(Edge call) {
        return settings.stream()
                .filter(setting -> setting.servers().containsKey(call.server())
                        && setting.line().place().equals(call.evidence().place()))
                .anyMatch(setting -> setting.isOverTls(call.server())
                        && settings.stream()
                                .anyMatch(other -> other.line()
                                                .scope()
                                                .equals(setting.line().scope())
                                        && other.line().text().contains(StackOptions.CERTS)));
    }

    private Setting setting(SettingText text, SettingLines.Line line, List<Edge> addresses) {
        return new Setting(
                line,
                addresses.stream()
                        .filter(edge -> isAt(edge.evidence(), text, line)
                                && servers.stream()
                                        .anyMatch(server -> server.name().equals(edge.server())))
                        .collect(Collectors.toMap(
                                Edge::server, edge -> edge.evidence().text(), (one, other) -> one)));
    }

    /** A setting of several lines is at the first of them. */
    private static boolean isAt(Edge.Evidence evidence, SettingText text, SettingLines.Line line) {
        return evidence.kind().name().equals(text.source().name())
                && evidence.name().equals(text.name())
                && evidence.place().file().equals(line.place().file())
                && (evidence.place().line() == line.place().line() || text.source() != Source.MOUNTED_FILE)
                && Pattern.compile("(?<![\\w.-])" + Pattern.quote(evidence.text()) + "(?![\\w-])")
                        .matcher(line.value())
                        .find();
    }

    /** The server that a setting of TLS is for; empty when it may be another one's. */
    private Optional<String> owner(Setting tls) {
        List<Setting> beside = settings.stream()
                .filter(setting -> !setting.servers().isEmpty()
                        && setting.line().scope().equals(tls.line().scope()))
                .toList();
        int most = beside.stream().mapToInt(tls::sharedWords).max().orElse(0);
        Set<String> nearest = beside.stream()
                .filter(setting -> tls.sharedWords(setting) == most)
                .flatMap(setting -> setting.servers().keySet().stream())
                .collect(Collectors.toSet());
        return nearest.size() == 1 ? nearest.stream().findFirst() : Optional.empty();
    }

    /** Whether a name says whose setting it is, and can be no other server's. */
    private boolean isNamed(Setting tls, String server) {
        return servers.stream()
                .filter(each -> words(each)
                        .anyMatch(word -> tls.line().name().stream()
                                .anyMatch(part -> part.equals(word)
                                        || part.startsWith(word + "ssl")
                                        || part.startsWith(word + "tls"))))
                .map(StackService::name)
                .toList()
                .equals(List.of(server));
    }

    private static Stream<String> words(StackService server) {
        return Stream.concat(
                Stream.of(server.name(), server.preset().orElseThrow().id()),
                server.preset().orElseThrow().listeners().stream()
                        .map(listener -> listener.protocol())
                        .filter(protocol -> !COMMON.contains(protocol))
                        .flatMap(protocol -> Stream.of(protocol, SHORT.getOrDefault(protocol, protocol))));
    }
}
