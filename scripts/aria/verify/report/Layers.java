package aria.verify.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A directed graph in columns, with arrows from left to right (the layered drawing of Sugiyama, Tagawa and Toda,
 * 1981). Cycles are broken, every node is to the right of its callers, long arrows get a stop in every column that
 * they pass, and columns are sorted to reduce crossings.
 *
 * @param columns nodes and stops, from top to bottom; a stop begins with {@link #STOP}
 * @param routes  for each arrow the nodes and stops it leads through
 */
record Layers(List<List<String>> columns, List<Route> routes) {
    private static final String STOP = "\0";
    private static final int SWEEPS = 12;

    /** An arrow, between two different nodes. */
    record Arrow(String from, String to) {}

    /**
     * The points of an arrow.
     *
     * @param stops    from left to right, its two ends included
     * @param backward whether the arrow leads from right to left, because it closes a cycle
     */
    record Route(Arrow arrow, List<String> stops, boolean backward) {}

    static boolean isStop(String id) {
        return id.startsWith(STOP);
    }

    /**
     * The nodes that arrows touch; the others are in no column.
     *
     * @param arrows each once, none from a node to itself
     */
    static Layers of(List<String> nodes, List<Arrow> arrows) {
        Set<String> used = new LinkedHashSet<>();
        arrows.forEach(arrow -> used.addAll(List.of(arrow.from(), arrow.to())));
        List<String> drawn = nodes.stream().filter(used::contains).toList();
        Set<Arrow> backward = closingCycles(drawn, arrows);
        Map<String, Integer> column = columnOf(drawn, arrows, backward);
        List<List<String>> columns = new ArrayList<>();
        for (int i = 0; i <= column.values().stream().mapToInt(n -> n).max().orElse(-1); i++) {
            columns.add(new ArrayList<>());
        }
        drawn.forEach(node -> columns.get(column.get(node)).add(node));
        List<Route> routes = new ArrayList<>();
        for (Arrow arrow : arrows) {
            boolean back = backward.contains(arrow);
            routes.add(new Route(
                    arrow,
                    stops(
                            back ? arrow.to() : arrow.from(),
                            back ? arrow.from() : arrow.to(),
                            column,
                            columns,
                            routes.size()),
                    back));
        }
        return new Layers(untangled(columns, routes), routes);
    }

    private static List<String> stops(
            String left, String right, Map<String, Integer> column, List<List<String>> columns, int number) {
        List<String> stops = new ArrayList<>(List.of(left));
        for (int i = column.get(left) + 1; i < column.get(right); i++) {
            String stop = STOP + number + "/" + i;
            columns.get(i).add(stop);
            stops.add(stop);
        }
        stops.add(right);
        return stops;
    }

    /** Those that lead back to a node from which the search came: without them there is no cycle. */
    private static Set<Arrow> closingCycles(List<String> nodes, List<Arrow> arrows) {
        Set<Arrow> closing = new HashSet<>();
        Set<String> done = new HashSet<>();
        nodes.forEach(node -> search(node, arrows, new LinkedHashSet<>(), done, closing));
        return closing;
    }

    private static void search(String node, List<Arrow> arrows, Set<String> way, Set<String> done, Set<Arrow> closing) {
        if (!done.add(node)) {
            return;
        }
        way.add(node);
        for (Arrow arrow : arrows) {
            if (arrow.from().equals(node)) {
                if (way.contains(arrow.to())) {
                    closing.add(arrow);
                } else {
                    search(arrow.to(), arrows, way, done, closing);
                }
            }
        }
        way.remove(node);
    }

    /** One more than the furthest of its callers; who is called by nobody stands just before the first it calls. */
    private static Map<String, Integer> columnOf(List<String> nodes, List<Arrow> arrows, Set<Arrow> backward) {
        List<Arrow> forward = arrows.stream()
                .map(arrow -> backward.contains(arrow) ? new Arrow(arrow.to(), arrow.from()) : arrow)
                .toList();
        Map<String, Integer> column = new HashMap<>();
        nodes.forEach(node -> column.put(node, 0));
        for (boolean moved = true; moved; ) {
            moved = false;
            for (Arrow arrow : forward) {
                if (column.get(arrow.to()) <= column.get(arrow.from())) {
                    column.put(arrow.to(), column.get(arrow.from()) + 1);
                    moved = true;
                }
            }
        }
        nodes.stream()
                .filter(node -> forward.stream().noneMatch(arrow -> arrow.to().equals(node)))
                .forEach(node -> column.put(
                        node,
                        forward.stream()
                                        .filter(arrow -> arrow.from().equals(node))
                                        .mapToInt(arrow -> column.get(arrow.to()))
                                        .min()
                                        .orElse(1)
                                - 1));
        return column;
    }

    private static List<List<String>> untangled(List<List<String>> columns, List<Route> routes) {
        List<List<String>> current = columns;
        List<List<String>> best = columns;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            current = swept(current, routes, sweep % 2 == 0);
            if (crossings(current, routes) < crossings(best, routes)) {
                best = current;
            }
        }
        return best;
    }

    /** Every column sorted by the mean place of its neighbours in the column before it, or after it. */
    private static List<List<String>> swept(List<List<String>> columns, List<Route> routes, boolean rightwards) {
        Map<String, List<String>> neighbours = new HashMap<>();
        for (Route route : routes) {
            for (int i = 1; i < route.stops().size(); i++) {
                String left = route.stops().get(i - 1);
                String right = route.stops().get(i);
                neighbours
                        .computeIfAbsent(rightwards ? right : left, first -> new ArrayList<>())
                        .add(rightwards ? left : right);
            }
        }
        List<List<String>> sorted = new ArrayList<>(columns);
        Map<String, Integer> place = places(columns);
        for (int n = 0; n < columns.size(); n++) {
            int i = rightwards ? n : columns.size() - 1 - n;
            Map<String, Double> mean = new HashMap<>();
            sorted.get(i)
                    .forEach(id -> mean.put(
                            id,
                            neighbours.getOrDefault(id, List.of(id)).stream()
                                    .mapToInt(place::get)
                                    .average()
                                    .orElse(0)));
            List<String> column = sorted.get(i).stream()
                    .sorted(Comparator.comparing(mean::get))
                    .toList();
            sorted.set(i, column);
            column.forEach(id -> place.put(id, column.indexOf(id)));
        }
        return sorted;
    }

    private static Map<String, Integer> places(List<List<String>> columns) {
        Map<String, Integer> place = new LinkedHashMap<>();
        columns.forEach(column -> column.forEach(id -> place.put(id, column.indexOf(id))));
        return place;
    }

    /** How many pairs of arrows between the same two columns cross. */
    private static long crossings(List<List<String>> columns, List<Route> routes) {
        Map<String, Integer> column = new HashMap<>();
        columns.forEach(ids -> ids.forEach(id -> column.put(id, columns.indexOf(ids))));
        Map<String, Integer> place = places(columns);
        List<int[]> parts = new ArrayList<>();
        for (Route route : routes) {
            for (int i = 1; i < route.stops().size(); i++) {
                String left = route.stops().get(i - 1);
                parts.add(new int[] {
                    column.get(left), place.get(left), place.get(route.stops().get(i))
                });
            }
        }
        return parts.stream()
                .mapToLong(one -> parts.stream()
                        .filter(other -> one[0] == other[0] && one[1] < other[1] && one[2] > other[2])
                        .count())
                .sum();
    }
}
