package ai.matey.autoconfigure.together.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for WebFlux applications that
 * respond with streams of a {@link ai.matey.core.Bridge}: a client that disconnects
 * always cancels its stream. Set {@code together.web.cancel-streams} to {@code false} to
 * disable this.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(WebFilter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "together.enabled", matchIfMissing = true)
public final class TogetherWebFluxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "together.web.cancel-streams", matchIfMissing = true)
	StreamCancelWebFilter togetherStreamCancelWebFilter() {
		return new StreamCancelWebFilter();
	}

}
