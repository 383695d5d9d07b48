package aria.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    @Test
    void splits_at_spaces_outside_quotes() {
        assertThat(ShellWords.split("a  'b c'\t\"d 'e'\" f\\ g\nh''i ''").texts())
                .containsExactly("a", "b c", "d 'e'", "f g", "hi", "");
    }

    @Test
    void knows_where_each_word_stands() {
        String text = "run 'old word' --x";
        ShellWords.Word word = ShellWords.split(text).words().get(1);
        assertThat(text.substring(word.start(), word.end())).isEqualTo("'old word'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b && c", "a b; c", "a b | c", "a b > /x", "a b 2> /x"})
    void ends_at_a_shell_operator_as_compose_does(String text) {
        ShellWords words = ShellWords.split(text);
        assertThat(words.texts()).containsExactly("a", "b");
        assertThat(words.whole()).isFalse();
    }

    @Test
    void an_open_quote_is_not_whole() {
        assertThat(ShellWords.split("a 'b").whole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "two words", "it's", "\"", "$HOME", "a\\b", "--x=y;z", "#"})
    void a_quoted_word_is_read_back(String word) {
        assertThat(ShellWords.split("x " + ShellWords.quote(word)).texts()).containsExactly("x", word);
    }
}
