package ai.matey.readme;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application of README's controller and nothing else.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ChatController.class)
public class ReadmeApplication {

}
