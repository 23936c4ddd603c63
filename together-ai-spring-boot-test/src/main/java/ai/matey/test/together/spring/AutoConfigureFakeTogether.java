package ai.matey.test.together.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Starts a {@link ai.matey.test.together.FakeTogether} with the test's application
 * context, points {@code together.base-url} and {@code together.api-key} at it and makes
 * it a bean. Scripts and log are reset before each test; the server ends with its
 * context.
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;AutoConfigureFakeTogether
 * class MyTests {
 *
 *     &#064;Autowired
 *     FakeTogether fake;
 *
 * }
 * </pre>
 *
 * Test classes with equal attributes share a cached context and so the server: do not run
 * them in parallel.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface AutoConfigureFakeTogether {

	/**
	 * Returns the only API key that the server accepts, which is also the one that the
	 * application gets.
	 * @return the key
	 */
	String apiKey() default "fake-key";

	/**
	 * Returns how fast honest answers are written.
	 * @return the tokens per second, 0 to answer at once
	 */
	double tokensPerSecond() default 0;

	/**
	 * Returns the names of chat models beside the built-in ones.
	 * @return the names
	 */
	String[] models() default {};

	/**
	 * Returns whether all model names are accepted.
	 * @return true to accept all
	 */
	boolean anyModel() default false;

}
