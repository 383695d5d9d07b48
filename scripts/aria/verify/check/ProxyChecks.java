package aria.verify.check;

import aria.docker.Forwarding;
import aria.finding.Remedy;
import aria.verify.Observation;
import aria.verify.ProxySurroundings;
import aria.verify.ProxySurroundings.Connected;
import aria.verify.ProxySurroundings.Way;
import aria.verify.Status;
import aria.verify.Subject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The checks that there is no way to a server but by its proxy. */
final class ProxyChecks {
    private ProxyChecks() {}

    static Map<String, Function<Subject, List<Observation>>> all() {
        return Map.of(
                "proxy.private", ProxyChecks::strangers,
                "names.two-answers", ProxyChecks::twoAnswers,
                "proxy.bypass", ProxyChecks::bypass,
                "proxy.certificate",
                        subject -> wrong(
                                subject,
                                around -> around.identities().stream().filter(one -> one.status() != Status.PASS)),
                "plainleg.reachable", subject -> wrong(subject, around -> Stream.of(fromOutside(Forwarding.look()))));
    }

    private static List<Observation> strangers(Subject subject) {
        return wrong(
                subject,
                around -> around.strangers().stream()
                        .map(one -> Observation.fail(
                                        "the container " + one.container() + " is on its private network "
                                                + one.network(),
                                        disconnect(one))
                                .about(one.service())));
    }

    private static List<Observation> twoAnswers(Subject subject) {
        return wrong(
                subject,
                around -> Stream.concat(
                        around.elsewhere().stream()
                                .map(one -> Observation.fail(
                                                "the server itself is on the network " + one.network()
                                                        + ", too, and answers to its names there beside its proxy",
                                                disconnect(one))
                                        .about(one.service())),
                        around.twice().stream()
                                .map(one -> Observation.fail(
                                                one.proxy() + " on the network "
                                                        + one.at().network() + " answers it by the name " + one.name()
                                                        + ", and so does another proxy",
                                                disconnect(one.at()))
                                        .about(one.at().service()))));
    }

    private static Remedy disconnect(Connected one) {
        return Remedy.command("docker", "network", "disconnect", one.network(), one.container());
    }

    private static List<Observation> bypass(Subject subject) {
        return wrong(
                subject,
                around -> around.ways().stream()
                        .filter(way -> way.reached().orElse(true))
                        .map(way -> judged(way).about(way.service())));
    }

    private static Observation judged(Way way) {
        return way.reached().isPresent()
                ? Observation.fail("a container on the network " + way.network() + " reaches it at " + way.address()
                        + ", past its proxy")
                : Observation.skip("no container on the network " + way.network() + " could try it");
    }

    /** What the rules of the machine say; nobody tries it from another one. */
    static Observation fromOutside(Forwarding seen) {
        String engine = ("Docker " + seen.engine()).strip();
        return switch (seen.verdict()) {
            case STOPPED_BY_ENGINE -> Observation.pass(engine + " stops what other machines send to containers");
            case STOPPED_BY_POLICY -> Observation.pass("the policy of the chain FORWARD stops it");
            case PASSED_ON ->
                Observation.fail(
                        engine + " lets this machine pass on what others on its networks send to a container, and the"
                                + " policy of the chain FORWARD is not DROP",
                        Remedy.advice("update to Docker 28 or newer"),
                        Remedy.command("sudo", "iptables", "-P", "FORWARD", "DROP"));
            case RULES_OF_THEIR_OWN ->
                Observation.skip("the chain DOCKER-USER has rules of its own, which are not judged");
            case UNKNOWN ->
                Observation.skip(
                        engine + " leaves it to the packet filter of its machine, which cannot be read from here");
        };
    }

    /** Without a running proxy there is nothing to judge. */
    private static List<Observation> wrong(Subject subject, Function<ProxySurroundings, Stream<Observation>> judge) {
        return subject.proxySurroundings()
                .map(around -> judge.apply(around).toList())
                .map(all -> all.isEmpty() ? List.of(Observation.pass("")) : all)
                .orElse(List.of());
    }
}
