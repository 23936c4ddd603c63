package ai.matey.sample.page;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The orders of a small shop, in an embedded database. All methods block.
 */
@Component
public class Orders {

	private final JdbcClient jdbc;

	Orders(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	public List<Order> of(String customer) {
		return this.jdbc
			.sql("select number, customer, item, status from shop_order where lower(customer) = lower(:customer) "
					+ "order by number")
			.param("customer", customer)
			.query((row, index) -> new Order(row.getInt("number"), row.getString("customer"), row.getString("item"),
					row.getString("status")))
			.list();
	}

	/**
	 * Cancel an order that is open.
	 * @throws IllegalArgumentException if there is no such order
	 */
	void cancel(int number) {
		int changed = this.jdbc.sql("update shop_order set status = 'cancelled' where number = ? and status = 'open'")
			.param(number)
			.update();
		if (changed == 0) {
			throw new IllegalArgumentException("There is no open order " + number);
		}
	}

	/**
	 * An order.
	 *
	 * @param number its number
	 * @param customer who ordered
	 * @param item what was ordered
	 * @param status open, shipped or cancelled
	 */
	public record Order(int number, String customer, String item, String status) {
	}

}
