storage "raft" {
    path    = "/vault/file"
    node_id = "n1"
}

listener "tcp" {
    address         = "0.0.0.0:8200"
    cluster_address = "0.0.0.0:8201"
    tls_disable     = true
}
