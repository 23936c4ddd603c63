insert into shop_order (number, customer, item, status) values
	(1001, 'Ada', 'Notebook', 'shipped'),
	(1002, 'Ada', 'Desk lamp', 'open'),
	(1003, 'Grace', 'Compiler manual', 'open'),
	(1004, 'Alan', 'Bicycle chain', 'shipped'),
	(1005, 'Alan', 'Tin mug', 'open');
