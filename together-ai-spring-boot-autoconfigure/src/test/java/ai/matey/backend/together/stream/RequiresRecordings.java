package ai.matey.backend.together.stream;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

/**
 * For tests that read recorded answers of the service. Where there are none the test is
 * reported as skipped; an assumption within a test factory would leave no trace of it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "ai.matey.backend.together.stream.Recording#exist",
		disabledReason = "no recordings: the system property together.fixtures names no folder that has some")
public @interface RequiresRecordings {

}
