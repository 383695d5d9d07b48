package aria.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The kept inputs of a {@link Fuzz} test, in the order of their names. */
final class FuzzInputs implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context)
            throws IOException {
        Path folder = Checkout.root()
                .resolve("tests/fuzz")
                .resolve(context.getRequiredTestClass().getSimpleName());
        List<Arguments> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                inputs.add(Arguments.of(Named.of(file.getFileName().toString(), Files.readAllBytes(file))));
            }
        }
        return inputs.stream();
    }
}
