package ai.matey.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import ai.matey.test.together.spring.AutoConfigureFakeTogether;

/**
 * Starts the sample on a free port before a {@link ai.matey.test.together.FakeTogether}
 * of the test's own. All such tests share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "together.retry.max-attempts=1", "together.timeout.first-token=2s", "together.timeout.idle=2s" })
@AutoConfigureFakeTogether
@interface GatewayTest {

}
