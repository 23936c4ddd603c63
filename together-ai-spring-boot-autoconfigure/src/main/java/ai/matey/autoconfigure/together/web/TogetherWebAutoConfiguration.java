package ai.matey.autoconfigure.together.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherProperties;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for problem details of failed
 * Together AI calls, with Spring MVC and WebFlux. Disabled unless {@code
 * together.web.problem-details} is set. The application's own advice takes precedence.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class)
@ConditionalOnClass(RestControllerAdvice.class)
@ConditionalOnWebApplication
@ConditionalOnBean(TogetherProperties.class)
@ConditionalOnBooleanProperty("together.web.problem-details")
public final class TogetherWebAutoConfiguration {

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnMissingBean(name = "togetherProblemDetailsAdvice")
	TogetherProblemDetailsAdvice togetherProblemDetailsAdvice() {
		return new TogetherProblemDetailsAdvice();
	}

	@Bean("togetherProblemDetailsAdvice")
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnMissingBean(name = "togetherProblemDetailsAdvice")
	ReactiveProblemDetailsAdvice togetherReactiveProblemDetailsAdvice() {
		return new ReactiveProblemDetailsAdvice();
	}

}
