package aria.edit.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aria.edit.SourceText;
import aria.finding.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinesParserTest {
    @Test
    void a_value_reaches_to_the_end_of_its_line_and_a_mark_in_it_is_no_comment() {
        BlockDocument document = parse("  topic   read house/#  \n#topic x\n");
        assertThat(document.literal(List.of(), "topic")).contains("read house/#");
    }

    @Test
    void a_folder_that_is_read_in_is_known() {
        assertThat(parse("include_dir /mosquitto/conf.d\n").includes(List.of())).containsExactly("/mosquitto/conf.d");
    }

    @Test
    void a_key_that_is_there_twice_is_not_changed() {
        SourceText twice = SourceText.of("m.conf", "cafile a\ncafile b\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> BlockEditor.apply(
                        BlockFormat.LINES,
                        twice,
                        List.of(new BlockChange.Put(BlockFormat.LINES, List.of(), "cafile", "c", "test"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("set twice");
    }

    @ParameterizedTest
    @CsvSource({"listener, has no value", "'{\"a\": 1}', JSON", "a=b, a space is expected", "'ä b', a key is expected"})
    void what_the_server_would_not_read_is_refused_with_its_place(String text, String why) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("m.conf:1:")
                .hasMessageContaining(why);
    }

    private static BlockDocument parse(String text) {
        return BlockDocument.parse(BlockFormat.LINES, SourceText.of("m.conf", text.getBytes(StandardCharsets.UTF_8)));
    }
}
