package aria.testing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test of any bytes, one a class. In every run it gets the files of {@code tests/fuzz/<Class>}, those that once broke something
 * among them; with {@code JAZZER_FUZZ=1} ({@code tests/fuzz/run}) also what Jazzer makes of them, guided by the code that they reach.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("fuzz")
@ArgumentsSource(FuzzInputs.class)
@FuzzTest(maxDuration = "5s")
public @interface Fuzz {}
