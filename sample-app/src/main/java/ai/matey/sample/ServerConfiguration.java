package ai.matey.sample;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Hooks;

/**
 * What a client may cost that sends no more, or reads no more.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
class ServerConfiguration {

	private static final Log logger = LogFactory.getLog(ServerConfiguration.class);

	/**
	 * A client that leaves often does so at two places at once: what comes second has
	 * nobody to go to, and is no failure of ours.
	 */
	@Bean
	InitializingBean droppedErrors() {
		return () -> Hooks.onErrorDropped((failure) -> {
			if (GatewayErrorHandler.isClientGone(failure)) {
				logger.debug("A client left", failure);
			}
			else {
				logger.error("An error came after the end of its call", failure);
			}
		});
	}

	/**
	 * Ends half requests. Connections without a request are ended by
	 * {@code server.netty.idle-timeout}.
	 */
	@Bean
	NettyServerCustomizer requestTimeouts(GatewayProperties properties) {
		return (server) -> server.readTimeout(properties.readTimeout()).requestTimeout(properties.requestTimeout());
	}

}
