package ai.matey.test.together.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a {@link ai.matey.test.together.FakeTogether} for a test class. It responds
 * immediately and accepts any API key. Tests, constructors and lifecycle methods can
 * declare it as a parameter. It is reset before each test.
 *
 * <pre class="code">
 * &#064;FakeTogetherTest
 * class MyTests {
 *
 *     &#064;Test
 *     void waitsWhenToldTo(FakeTogether fake) {
 *         fake.enqueue(Reply.rateLimited(Duration.ofSeconds(1)));
 *         // …
 *     }
 *
 * }
 * </pre>
 *
 * The tests of a class share the server, so do not run them in parallel. To use other
 * settings, register a {@link FakeTogetherExtension}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(FakeTogetherExtension.class)
public @interface FakeTogetherTest {

}
