package aria.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import aria.verify.report.Layers.Arrow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The picture's geometry: nothing lies on anything else, and arrows begin and end at the boxes they are about. */
class DrawingTest {
    private static final int WIDTH = Drawing.BOX_WIDTH;
    private static final int HEIGHT = Drawing.BOX_HEIGHT;

    private static List<String> nodes(int number) {
        return IntStream.range(0, number).mapToObj(i -> "s" + i).toList();
    }

    /** Any graph, cycles and pairs in both directions included. */
    private static List<Arrow> arrows(int nodes, Random random) {
        List<Arrow> arrows = new ArrayList<>();
        for (int i = 0; i < nodes * 3 / 2; i++) {
            Arrow arrow = new Arrow("s" + random.nextInt(nodes), "s" + random.nextInt(nodes));
            if (!arrow.from().equals(arrow.to()) && !arrows.contains(arrow)) {
                arrows.add(arrow);
            }
        }
        return arrows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 20, 40, 60})
    void boxes_lie_apart_and_inside_and_arrows_touch_their_ends(int number) {
        for (int seed = 0; seed < 20; seed++) {
            List<Arrow> arrows = arrows(number, new Random(seed));
            Drawing drawing = Drawing.of(nodes(number), arrows);
            assertThat(drawing.boxes()).containsOnlyKeys(nodes(number));
            drawing.boxes().forEach((one, box) -> {
                assertThat(box.x()).isBetween(0, drawing.width() - WIDTH);
                assertThat(box.y()).isBetween(0, drawing.height() - HEIGHT);
                drawing.boxes()
                        .forEach((other, there) -> assertThat(one.equals(other)
                                        || Math.abs(box.x() - there.x()) >= WIDTH
                                        || Math.abs(box.y() - there.y()) >= HEIGHT)
                                .as(one + " and " + other)
                                .isTrue());
            });
            assertThat(drawing.paths()).extracting(Drawing.Path::arrow).containsExactlyElementsOf(arrows);
            drawing.paths().forEach(path -> assertTouches(path, drawing));
        }
    }

    private static void assertTouches(Drawing.Path path, Drawing drawing) {
        String left = path.backward() ? path.arrow().to() : path.arrow().from();
        String right = path.backward() ? path.arrow().from() : path.arrow().to();
        Drawing.Point start = path.curves().get(0).get(0);
        Drawing.Point end = path.curves().get(path.curves().size() - 1).get(3);
        Drawing.Corner from = drawing.boxes().get(left);
        Drawing.Corner to = drawing.boxes().get(right);
        assertThat(start.x()).isEqualTo(from.x() + WIDTH);
        assertThat(start.y()).isBetween((double) from.y(), (double) from.y() + HEIGHT);
        assertThat(end.x()).isEqualTo(to.x());
        assertThat(end.y()).isBetween((double) to.y(), (double) to.y() + HEIGHT);
    }

    @Test
    void who_calls_stands_left_of_who_is_called_unless_they_call_each_other() {
        Drawing drawing = Drawing.of(
                List.of("db", "web", "cache", "alone"),
                List.of(
                        new Arrow("web", "db"),
                        new Arrow("web", "cache"),
                        new Arrow("cache", "db"),
                        new Arrow("db", "cache")));
        assertThat(drawing.boxes().get("web").x())
                .isLessThan(drawing.boxes().get("cache").x());
        assertThat(drawing.paths()).filteredOn(Drawing.Path::backward).hasSize(1);
        assertThat(drawing.boxes().get("alone").x())
                .as("beside them")
                .isGreaterThan(drawing.boxes().get("db").x());
    }

    @Test
    void arrows_that_need_not_cross_do_not() {
        Drawing drawing = Drawing.of(
                List.of("a", "b", "c", "x", "y", "z", "top"),
                List.of(
                        new Arrow("top", "a"),
                        new Arrow("top", "b"),
                        new Arrow("top", "c"),
                        new Arrow("a", "z"),
                        new Arrow("b", "y"),
                        new Arrow("c", "x")));
        List<String> callers = sorted(List.of("a", "b", "c"), drawing);
        List<String> called = sorted(List.of("x", "y", "z"), drawing);
        assertThat(called)
                .isEqualTo(callers.stream()
                        .map(caller -> caller.equals("a") ? "z" : caller.equals("b") ? "y" : "x")
                        .toList());
    }

    private static List<String> sorted(List<String> nodes, Drawing drawing) {
        return nodes.stream()
                .sorted(Comparator.comparingInt(
                        node -> drawing.boxes().get(node).y()))
                .toList();
    }
}
