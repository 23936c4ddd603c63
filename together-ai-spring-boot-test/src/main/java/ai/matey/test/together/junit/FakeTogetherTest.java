package ai.matey.test.together.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a {@link ai.matey.test.together.FakeTogether} that answers at once
 * and accepts any key. Tests, constructors and life cycle methods take it as a parameter.
 * Scripts and log are reset before each test.
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
 * The tests of one class share the server: do not run them in parallel. For a server of
 * another kind register a {@link FakeTogetherExtension}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(FakeTogetherExtension.class)
public @interface FakeTogetherTest {

}
