package aria.verify.report;

import aria.verify.report.Layers.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The layout of a picture, in the units of its view box. Boxes that arrows connect are drawn together; such groups
 * are placed beside and below each other, the largest first.
 *
 * @param width  of the view box
 * @param height of the view box
 * @param boxes  the upper left corner of each node's box
 * @param paths  for each arrow, in their order
 */
record Drawing(int width, int height, Map<String, Corner> boxes, List<Path> paths) {
    static final int BOX_WIDTH = 190;
    static final int BOX_HEIGHT = 66;
    private static final int GAP = 92;
    private static final int BETWEEN = 22;
    private static final int STOP_HEIGHT = 8;
    private static final int MARGIN = 12;
    private static final int ROUNDS = 24;
    /** What fits a screen. */
    private static final int ROOM = 4 * BOX_WIDTH + 3 * GAP;

    /** An upper left corner. */
    record Corner(int x, int y) {}

    /** A point. */
    record Point(int x, double y) {}

    /**
     * An arrow, drawn from left to right.
     *
     * @param curves   each a start, two control points and an end; a straight line leads from one to the next
     * @param backward whether its head is at the start
     */
    record Path(Layers.Arrow arrow, List<List<Point>> curves, boolean backward) {
        /** As SVG path data (SVG 2, 9.3). */
        String data() {
            StringBuilder data = new StringBuilder();
            for (List<Point> curve : curves) {
                data.append(data.isEmpty() ? "M" : " L")
                        .append(text(curve.get(0)))
                        .append(" C")
                        .append(curve.stream().skip(1).map(Path::text).collect(Collectors.joining(" ")));
            }
            return data.toString();
        }

        private Path moved(int right, int down) {
            return new Path(
                    arrow,
                    curves.stream()
                            .map(curve -> curve.stream()
                                    .map(point -> new Point(point.x() + right, point.y() + down))
                                    .toList())
                            .toList(),
                    backward);
        }

        private static String text(Point point) {
            return String.format(Locale.ROOT, "%d,%.1f", point.x(), point.y());
        }
    }

    static Drawing of(List<String> nodes, List<Layers.Arrow> arrows) {
        List<Drawing> parts = parts(nodes, arrows).stream()
                .map(part -> connected(
                        part,
                        arrows.stream()
                                .filter(arrow -> part.contains(arrow.from()))
                                .toList()))
                .sorted(Comparator.comparing((Drawing part) -> part.height() > BOX_HEIGHT)
                        .thenComparingInt(Drawing::width)
                        .reversed())
                .toList();
        int room = Math.max(ROOM, parts.stream().mapToInt(Drawing::width).max().orElse(0));
        Map<String, Corner> boxes = new LinkedHashMap<>();
        Map<Layers.Arrow, Path> paths = new HashMap<>();
        int x = 0;
        int y = 0;
        int bottom = 0;
        int right = 0;
        for (Drawing part : parts) {
            if (x > 0 && x + part.width() > room) {
                x = 0;
                y = bottom + BETWEEN;
            }
            Drawing moved = part.moved(x + MARGIN, y + MARGIN);
            boxes.putAll(moved.boxes());
            moved.paths().forEach(path -> paths.put(path.arrow(), path));
            x += part.width() + BETWEEN;
            right = Math.max(right, x - BETWEEN);
            bottom = Math.max(bottom, y + part.height());
        }
        return new Drawing(
                right + 2 * MARGIN,
                bottom + 2 * MARGIN,
                boxes,
                arrows.stream().map(paths::get).toList());
    }

    /** The nodes that arrows connect, in one set each, in their order. */
    private static List<Set<String>> parts(List<String> nodes, List<Layers.Arrow> arrows) {
        Map<String, Set<String>> partOf = new LinkedHashMap<>();
        nodes.forEach(node -> partOf.put(node, new LinkedHashSet<>(Set.of(node))));
        for (Layers.Arrow arrow : arrows) {
            Set<String> one = partOf.get(arrow.from());
            Set<String> other = partOf.get(arrow.to());
            if (!one.contains(arrow.to())) {
                one.addAll(other);
                other.forEach(node -> partOf.put(node, one));
            }
        }
        return partOf.values().stream().distinct().toList();
    }

    private static Drawing connected(Set<String> nodes, List<Layers.Arrow> arrows) {
        if (arrows.isEmpty()) {
            return new Drawing(BOX_WIDTH, BOX_HEIGHT, Map.of(nodes.iterator().next(), new Corner(0, 0)), List.of());
        }
        Layers layers = Layers.of(List.copyOf(nodes), arrows);
        Map<String, Double> middle = middles(layers);
        Map<String, Integer> column = new HashMap<>();
        layers.columns()
                .forEach(
                        ids -> ids.forEach(id -> column.put(id, layers.columns().indexOf(ids))));
        Map<String, Corner> boxes = new LinkedHashMap<>();
        middle.forEach((id, y) -> {
            if (!Layers.isStop(id)) {
                boxes.put(id, new Corner(x(column.get(id)), (int) Math.round(y) - BOX_HEIGHT / 2));
            }
        });
        int height = middle.keySet().stream()
                .mapToInt(id -> (int) Math.round(middle.get(id)) + height(id) / 2)
                .max()
                .orElse(0);
        return new Drawing(
                x(layers.columns().size()) - GAP, height, boxes, new Ports(layers.routes(), middle).paths(column));
    }

    private Drawing moved(int right, int down) {
        Map<String, Corner> to = new LinkedHashMap<>();
        boxes.forEach((id, box) -> to.put(id, new Corner(box.x() + right, box.y() + down)));
        return new Drawing(
                width,
                height,
                to,
                paths.stream().map(path -> path.moved(right, down)).toList());
    }

    private static int x(int column) {
        return column * (BOX_WIDTH + GAP);
    }

    private static int height(String id) {
        return Layers.isStop(id) ? STOP_HEIGHT : BOX_HEIGHT;
    }

    /**
     * The middle of every box and stop, near those of its neighbours, in the order of its column and without overlap.
     */
    private static Map<String, Double> middles(Layers layers) {
        Map<String, List<String>> neighbours = new HashMap<>();
        for (Route route : layers.routes()) {
            for (int i = 1; i < route.stops().size(); i++) {
                neighbours
                        .computeIfAbsent(route.stops().get(i), first -> new ArrayList<>())
                        .add(route.stops().get(i - 1));
                neighbours
                        .computeIfAbsent(route.stops().get(i - 1), first -> new ArrayList<>())
                        .add(route.stops().get(i));
            }
        }
        Map<String, Double> middle = new HashMap<>();
        for (List<String> ids : layers.columns()) {
            ids.forEach(id -> middle.put(id, 0.0));
            settle(ids, middle);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (List<String> ids : layers.columns()) {
                ids.forEach(id -> middle.put(
                        id,
                        neighbours.get(id).stream()
                                .mapToDouble(middle::get)
                                .average()
                                .orElse(0)));
                settle(ids, middle);
            }
        }
        double top = middle.keySet().stream()
                .mapToDouble(id -> middle.get(id) - height(id) / 2.0)
                .min()
                .orElse(0);
        middle.replaceAll((id, y) -> y - top);
        return middle;
    }

    /**
     * The mean of pushing all overlapping ones down and of pushing them up: both keep distances, so their mean does.
     */
    private static void settle(List<String> ids, Map<String, Double> middle) {
        double[] down = ids.stream().mapToDouble(middle::get).toArray();
        double[] up = down.clone();
        for (int i = 1; i < down.length; i++) {
            down[i] = Math.max(down[i], down[i - 1] + distance(ids.get(i - 1), ids.get(i)));
        }
        for (int i = up.length - 2; i >= 0; i--) {
            up[i] = Math.min(up[i], up[i + 1] - distance(ids.get(i), ids.get(i + 1)));
        }
        for (int i = 0; i < down.length; i++) {
            middle.put(ids.get(i), (down[i] + up[i]) / 2);
        }
    }

    private static double distance(String one, String next) {
        return (height(one) + height(next)) / 2.0 + BETWEEN;
    }

    /** The points where arrows leave and reach boxes: apart from each other, in the order in which they come. */
    private record Ports(List<Route> routes, Map<String, Double> middle) {
        private static final double APART = 13;
        private static final double CORNER = 10;

        List<Path> paths(Map<String, Integer> column) {
            Map<Route, Double> starts = places(true);
            Map<Route, Double> ends = places(false);
            List<Path> paths = new ArrayList<>();
            for (Route route : routes) {
                List<List<Point>> curves = new ArrayList<>();
                int last = route.stops().size() - 1;
                for (int i = 0; i < last; i++) {
                    double from = i == 0
                            ? starts.get(route)
                            : middle.get(route.stops().get(i));
                    double to = i + 1 == last
                            ? ends.get(route)
                            : middle.get(route.stops().get(i + 1));
                    int right = x(column.get(route.stops().get(i))) + BOX_WIDTH;
                    curves.add(List.of(
                            new Point(right, from),
                            new Point(right + GAP / 2, from),
                            new Point(right + GAP / 2, to),
                            new Point(right + GAP, to)));
                }
                paths.add(new Path(route.arrow(), curves, route.backward()));
            }
            return paths;
        }

        private Map<Route, Double> places(boolean start) {
            Map<Route, Double> places = new HashMap<>();
            routes.stream()
                    .collect(Collectors.groupingBy(route -> end(route, start)))
                    .forEach((box, all) -> {
                        List<Route> sorted = all.stream()
                                .sorted(Comparator.comparing(route -> middle.get(next(route, start))))
                                .toList();
                        double apart = Math.min(APART, (BOX_HEIGHT - 2 * CORNER) / Math.max(1, sorted.size() - 1));
                        for (int i = 0; i < sorted.size(); i++) {
                            places.put(sorted.get(i), middle.get(box) + (i - (sorted.size() - 1) / 2.0) * apart);
                        }
                    });
            return places;
        }

        private static String end(Route route, boolean start) {
            return route.stops().get(start ? 0 : route.stops().size() - 1);
        }

        private static String next(Route route, boolean start) {
            return route.stops().get(start ? 1 : route.stops().size() - 2);
        }
    }
}
