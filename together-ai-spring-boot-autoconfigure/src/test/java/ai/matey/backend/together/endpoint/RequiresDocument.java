package ai.matey.backend.together.endpoint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

/**
 * For tests that hold something against the vendor's OpenAPI document. Where there is
 * none the test is reported as skipped.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "ai.matey.backend.together.endpoint.OpenApi#exists",
		disabledReason = "no document: the system property together.openapi names no file")
public @interface RequiresDocument {

}
