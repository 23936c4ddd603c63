package ai.matey.test.together.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Starts a {@link ai.matey.test.together.FakeTogether} with the application context of
 * the test, directs all clients to it, including named ones, and registers the server as
 * a bean. No client keeps its own address, key or key file, whether from properties or
 * from connection details, so that no test accesses the real service by mistake. The
 * server is reset before each test and stopped with its context.
 * <p>
 * In slices such as {@code @WebMvcTest} and {@code @WebFluxTest}, it adds the clients,
 * which a slice does not include.
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
 * Test classes with equal attributes share a cached context and its server, so do not run
 * them in parallel.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureFakeTogether {

	/**
	 * The API key of the application if the server accepts any key.
	 */
	String ANY_API_KEY = "fake-key";

	/**
	 * The only API key that the server accepts, which is also the application's key. By
	 * default, the server accepts any key, so that key suppliers work unchanged.
	 * @return the API key
	 */
	String apiKey() default ANY_API_KEY;

	/**
	 * The speed of responses.
	 * @return the number of tokens per second, or 0 to respond immediately
	 */
	double tokensPerSecond() default 0;

	/**
	 * The names of chat models to add to the built-in models.
	 * @return the names
	 */
	String[] models() default {};

	/**
	 * Whether to accept all model names.
	 * @return {@code true} to accept all
	 */
	boolean anyModel() default false;

}
