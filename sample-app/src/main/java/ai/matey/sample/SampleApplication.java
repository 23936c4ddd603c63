package ai.matey.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/**
 * Starts the sample.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableCaching
public class SampleApplication {

	/**
	 * Starts the sample.
	 * @param args properties such as {@code --server.port=9090}
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
