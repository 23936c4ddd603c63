package ai.matey.benchmarks.application;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application without code of its own: it has what is on its class path.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class EmptyApplication {

	/** What is printed as soon as the application has started. */
	public static final String STARTED = "EmptyApplication has started";

	/**
	 * Starts the application, says so, and tells how many classes and how much processor
	 * time of this thread that took.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(EmptyApplication.class, args);
		System.out.println(STARTED);
		System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() + " "
				+ ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
	}

}
