package aria.operate;

import static org.assertj.core.api.Assertions.assertThat;

import aria.compose.FileEdit;
import aria.compose.WantedChange;
import aria.edit.SourceText;
import aria.edit.yaml.AddItem;
import aria.edit.yaml.PutEntry;
import aria.edit.yaml.YamlChange;
import aria.edit.yaml.YamlEditor;
import aria.edit.yaml.YamlValue;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan that mounts a volume into web and adds a service, judged by what Docker Compose would print. */
class ComposeDifferenceTest {
    private static final String BEFORE =
            "{'name':'p','services':{'web':{'image':'x','volumes':['a']},'db':{'image':'y'}},'networks':{'default':{}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'name':'p','services':{'web':{'image':'x','volumes':['a','b']},'db':{'image':'y'},'init':{}},'networks':{'default':{}},'volumes':{'v':{}}} | ",
                "{'name':'p','services':{'web':{'image':'x','volumes':['b']},'db':{'image':'y'}},'networks':{'default':{}}} | services.web.volumes",
                "{'name':'p','services':{'web':{'image':'z','volumes':['a']},'db':{'image':'y'}},'networks':{'default':{}}} | services.web.image",
                "{'name':'p','services':{'web':{'image':'x','volumes':['a']},'db':{'image':'y','volumes':['b']}},'networks':{'default':{}}} | services.db.volumes",
                "{'name':'p','services':{'web':{'image':'x','volumes':['a']}},'networks':{'default':{}}} | services.db",
                "{'name':'p','services':{'web':{'image':'x','volumes':['a']},'db':{'image':'y'},'other':{}},'networks':{'default':{}}} | services.other",
                "{'name':'p','services':{'web':{'image':'x','volumes':['a']},'db':{'image':'y'}},'networks':{}} | networks",
                "{'name':'p','services':{'web':{'image':'x','volumes':['a']},'db':{'image':'y'}},'networks':{'default':{}},'volumes':{'w':{}}} | volumes.w",
            })
    void names_the_first_place_that_the_plan_does_not(String after, String place) {
        ComposeDifference difference = new ComposeDifference(List.of(plan()));
        assertThat(difference.find(json(BEFORE), json(after)).orElse(null)).isEqualTo(place);
    }

    private static FileEdit plan() {
        List<YamlChange> changes = List.of(
                new AddItem(List.of("services", "web", "volumes"), YamlValue.scalar("b"), "r"),
                new PutEntry(List.of("services"), "init", YamlValue.none(), "r"),
                new PutEntry(List.of("volumes"), "v", YamlValue.none(), "r"));
        SourceText text = SourceText.of(
                "f.yml", "services:\n  web:\n    image: x\n    volumes: [a]\n".getBytes(StandardCharsets.UTF_8));
        return new FileEdit(Path.of("f.yml"), YamlEditor.apply(text, changes), WantedChange.ofSettings("web", changes));
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }
}
