# Has HAProxy take up the certificate and key in /etc/certs and the list of revoked serial numbers, without a new
# process: connections stay, and nothing is left behind. Prints the certificates there, and what HAProxy uses then.
set -eu
list=/usr/local/etc/haproxy/revoked.lst

# Each number is a command of its own, so a long list is read faster by a reload.
[ "$(wc -l <$list)" -le 5000 ] || exit 1

exec 3<>/dev/tcp/127.0.0.1/8403
echo "prepare acl $list" >&3
version=$(sed -n 's/^New version created: //p' <&3)
[ -n "$version" ] || exit 1

cat /etc/certs/tls.crt
echo '=='
cat /etc/certs/ca.crt
echo '=='
exec 3<>/dev/tcp/127.0.0.1/8403
cat <&3 &
{
  echo prompt
  sed -n "s|^[0-9A-Fa-f][0-9A-Fa-f]*$|add acl @$version $list &|p" $list
  echo "commit acl @$version $list"
  printf 'set ssl cert /etc/certs/tls.crt <<\n%s\n\n' "$(cat /etc/certs/tls.crt /etc/certs/tls.key)"
  echo 'commit ssl cert /etc/certs/tls.crt'
  echo 'show ssl cert /etc/certs/tls.crt'
  echo 'show ssl ca-file /etc/certs/ca.crt'
  echo quit
} >&3
wait
