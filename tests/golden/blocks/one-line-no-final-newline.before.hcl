listener "tcp" {address="0.0.0.0:8200" tls_disable=1}
storage "raft" {
	path = "/vault/file"
	node_id = "n1"
}